import type { Component, Sights } from './component.ts';
import type { Components } from './components/components.ts';
import { secretsOf } from './identity/keyring.ts';
import type { IdentityReader } from './identity/read-identity.ts';
import { hasFailed } from './past.ts';
import type { Order, Orders, Rival } from './orders.ts';
import { partsOf } from './plan-run.ts';
import type { Run } from './run.ts';
import { measureServers } from './servers.ts';
import { listClaims } from './steps/take-down.ts';

/** What there is to destroy, and who would miss it. */
export type Remains = {
  /** What it is about, as it is spoken; what goes first comes first. */
  readonly titles: readonly string[];
  /** Servers that run, of all the parts. */
  readonly servers: number;
  readonly volumes: number;
  readonly secrets: number;
  /** Titles of what needs it and runs, or would want its own data back. */
  readonly dependants: readonly string[];
  /** How many servers each part has. */
  readonly sizes: Readonly<Record<string, number>>;
};

/** `needed`: its data can not go while others are there who live by it. */
type Sight =
  | Rival
  | { readonly kind: 'absent' | 'adopted' }
  | { readonly kind: 'needed'; readonly remains: Remains }
  | { readonly kind: 'there'; readonly remains: Remains };

export type Destruction =
  | Exclude<Sight, { kind: 'there' }>
  | { readonly kind: 'started'; readonly run: Run; readonly remains: Remains };

export type DestroyingOptions = {
  readonly components: Components;
  readonly orders: Orders;
  readonly sights: Sights;
  readonly identity: Pick<IdentityReader, 'list'>;
};

export type Destroying = {
  /** Looks only: what would go, or why nothing would. */
  readonly foresee: (name: string, withData: boolean) => Promise<Sight>;
  readonly destroy: (name: string, withData: boolean) => Promise<Destruction>;
};

/** Takes components down. Volumes and secrets are left unless asked for; what needs one goes before it. */
export function createDestroying(options: DestroyingOptions): Destroying {
  const { components, orders, sights, identity } = options;
  const { kubernetes } = sights;

  async function measure(name: string, withData: boolean): Promise<Remains> {
    const ours = partsOf(components, { deed: 'destroy', component: name }).filter(hasRecipe);
    const others = [...components.values()].filter(hasRecipe).filter((one) => !ours.includes(one));
    const needing = others.filter(({ needs }) => ours.some((one) => needs.includes(one.name)));
    const [measured, missed, secrets] = await Promise.all([
      Promise.all(ours.map(look)),
      Promise.all(needing.map(look)),
      identity.list(secretsOf(ours.map((one) => one.name))),
    ]);
    const dependants = missed.filter(
      ({ servers, volumes }) => servers + (withData ? volumes : 0) > 0,
    );
    return {
      titles: measured
        .filter(({ servers, volumes }) => servers + (withData ? volumes : 0) > 0)
        .map(({ title }) => title)
        .toReversed(),
      servers: total(measured, ({ servers }) => servers),
      volumes: total(measured, ({ volumes }) => volumes),
      secrets: secrets.length,
      dependants: dependants.map(({ title }) => title),
      sizes: Object.fromEntries(
        measured.flatMap(({ part, servers }) => (servers > 0 ? [[part, servers] as const] : [])),
      ),
    };
  }

  async function look({ name: part, title, recipe }: Owned) {
    const [measured, claims] = await Promise.all([
      measureServers(kubernetes, recipe.statefulSet, part),
      listClaims(kubernetes, part, recipe.statefulSet),
    ]);
    return { part, title, servers: measured?.wanted ?? 0, volumes: claims.length };
  }

  async function find(name: string, withData: boolean): Promise<Sight> {
    const parts = partsOf(components, { deed: 'destroy', component: name });
    if (!parts.some(hasRecipe)) return { kind: parts.length > 0 ? 'adopted' : 'absent' };
    const [found, runs] = await Promise.all([measure(name, withData), orders.runs()]);
    const order = toOrder(name, withData, found);
    const rival = orders.rivalOf(runs, order);
    if (rival) return rival;
    if (!isThere(found, withData) && !hasFailed(runs, order)) return { kind: 'absent' };
    const isNeeded = withData && found.dependants.length > 0;
    return { kind: isNeeded ? 'needed' : 'there', remains: found };
  }

  return {
    foresee: find,
    async destroy(name, withData) {
      const found = await find(name, withData);
      if (found.kind !== 'there') return found;
      const begun = await orders.begin(toOrder(name, withData, found.remains));
      return begun.kind === 'started' ? { ...begun, remains: found.remains } : begun;
    },
  };
}

function isThere({ servers, volumes, secrets }: Remains, withData: boolean): boolean {
  return servers > 0 || (withData && volumes + secrets > 0);
}

const listed = new Intl.ListFormat('en-GB'); // "a, b and c"

function toOrder(component: string, withData: boolean, { sizes, titles }: Remains): Order {
  const servers = Math.max(0, ...Object.values(sizes));
  const title = `the removal of ${titles.length === 0 ? component : listed.format(titles)}`;
  return { deed: 'destroy', component, title, servers, withData, sizes };
}

type Owned = Component & { readonly recipe: NonNullable<Component['recipe']> };

function hasRecipe(component: Component): component is Owned {
  return component.recipe !== undefined;
}

function total<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}
