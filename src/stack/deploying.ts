import type { Adoptions, Seclusion } from './adopted.ts';
import type { Component, Sights } from './component.ts';
import { type Components, withNeeds } from './components/components.ts';
import { hasFailed, keptSize } from './past.ts';
import type { Order, Orders, Rival } from './orders.ts';
import type { Run } from './run.ts';
import { measureStatus, type Status, sum } from './status.ts';

export type Deployment =
  | Rival
  /** `along` are the titles of what is deployed with it, because it needs them. */
  | {
      readonly kind: 'started';
      readonly run: Run;
      /** How many the one that was asked for is to have. */
      readonly servers: number;
      readonly along: readonly string[];
      /** Titles of what was given by address, and is used as it is. */
      readonly given: readonly string[];
      /** It comes back on the volumes that it had. */
      readonly isBack: boolean;
      /** How it was found, where it was there. */
      readonly found: Status | undefined;
    }
  | { readonly kind: 'already' | 'adopted'; readonly status: Status }
  /** Servers of that title were sealed by somebody, who has to decide first; nothing was begun. */
  | { readonly kind: 'shut'; readonly title: string; readonly servers: readonly string[] }
  /** Something that it needs was given by an address that pods can not reach; nothing was begun. */
  | { readonly kind: 'secluded'; readonly title: string; readonly seclusion: Seclusion };

export type DeployingOptions = {
  readonly components: Components;
  readonly orders: Orders;
  readonly sights: Sights;
  readonly adoptions: Adoptions;
};

const usualServers = 3;

/** Records a run and sets it going; what is complete or under way already is left alone. */
export function createDeploying(options: DeployingOptions) {
  const { components, orders, sights, adoptions } = options;
  const measure = (one: Component): Promise<Status> => measureStatus(one, sights);

  /** A run that is deploying all of these already. */
  function covering(runs: readonly Run[], parts: readonly Component[]): Run | undefined {
    return runs.find(({ state, deed, component }) => {
      const covered = withNeeds(components, component);
      const isDeploying = state === 'running' && deed === 'deploy';
      return isDeploying && parts.every((part) => covered.includes(part));
    });
  }

  /** Those that are to be there: what was given by address is. */
  async function surveyOf(name: string): Promise<Survey> {
    const parts = withNeeds(components, name);
    const ours = parts.filter(({ recipe }) => recipe !== undefined);
    const [measured, runs] = await Promise.all([Promise.all(ours.map(measure)), orders.runs()]);
    const main = parts.find((one) => one.name === name);
    const given = parts.filter(({ recipe }) => recipe === undefined);
    return {
      main,
      ours,
      given,
      measured,
      runs,
      now: measured.find((one) => one.component === name),
    };
  }

  async function begin(survey: Survey, order: Order, isBack: boolean): Promise<Deployment> {
    const { main, ours, given, measured } = survey;
    const begun = await orders.begin(order);
    if (begun.kind !== 'started') return begun;
    const servers = main?.recipe?.size ?? order.servers;
    const along = titlesOf(ours, measured, main);
    const isThere = measured.every((one) => one.servers !== undefined);
    const found = survey.now ?? (isThere ? sum(order.component, measured) : undefined);
    return {
      ...begun,
      servers,
      along,
      given: given.map(({ title }) => title),
      isBack,
      found: found?.servers && found,
    };
  }

  return async (name: string, asked?: number): Promise<Deployment> => {
    const survey = await surveyOf(name);
    const { main, ours, measured, runs, now } = survey;
    if (main && !main.recipe) return { kind: 'adopted', status: await measure(main) };
    const underway = covering(runs, ours);
    if (underway) return { kind: 'underway', run: underway };
    const { servers, isBack } = sizeFor(survey, asked);
    const order = { deed: 'deploy', component: name, servers } as const;
    const rival = orders.rivalOf(runs, order);
    if (rival) return rival;
    if (!hasFailed(runs, order) && measured.every(({ isUp }) => isUp))
      return { kind: 'already', status: now ?? sum(name, measured) };
    return (
      (await findSecluded(survey)) ??
      (await findShut(survey)) ??
      (await begin(survey, order, isBack))
    );
  };

  async function findShut({ ours }: Survey): Promise<Deployment | undefined> {
    for (const { title, shut } of ours) {
      const servers = (await shut?.(sights)) ?? [];
      if (servers.length > 0) return { kind: 'shut', title, servers };
    }
    return undefined;
  }

  async function findSecluded({ ours }: Survey): Promise<Deployment | undefined> {
    for (const { name, title } of components.values()) {
      const isNeeded = ours.some(({ needs }) => needs.includes(name));
      const seclusion = isNeeded ? await adoptions[name]?.seclusion() : undefined;
      if (seclusion) return { kind: 'secluded', title, seclusion };
    }
    return undefined;
  }
}

/** What is there, or was there until it was taken down, keeps its size. */
function sizeFor(
  { main, runs, now }: Survey,
  asked: number | undefined,
): { readonly servers: number; readonly isBack: boolean } {
  const there = now?.servers?.wanted;
  if (there !== undefined) return { servers: there, isBack: false };
  const kept = main && keptSize(runs, main.name);
  return { servers: kept ?? asked ?? usualServers, isBack: kept !== undefined };
}

type Survey = {
  readonly main: Component | undefined;
  readonly ours: readonly Component[];
  readonly given: readonly Component[];
  readonly measured: readonly Status[];
  readonly runs: readonly Run[];
  readonly now: Status | undefined;
};

/** What comes along with the one that was asked for, and is not up yet. */
function titlesOf(
  components: readonly Component[],
  measured: readonly Status[],
  asked: Component | undefined,
): readonly string[] {
  if (!asked) return [];
  const isUp = new Set(measured.filter((one) => one.isUp).map(({ component }) => component));
  const along = components.filter((one) => one !== asked && !isUp.has(one.name));
  return along.map(({ title }) => title);
}
