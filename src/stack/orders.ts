import type { Components } from './components/components.ts';
import type { Part } from './identity/keyring-entry.ts';
import type { Ledger } from './ledger.ts';
import { partsOf, planRun } from './plan-run.ts';
import type { Run } from './run.ts';
import type { Runner } from './runner.ts';
import { isStackDeed, type StackDeed } from './stack-deed.ts';

/** What is ordered: the deed, and what it is done to. */
export type Order = Pick<Run, 'component' | 'title' | 'servers' | 'withData' | 'sizes'> & {
  readonly deed: StackDeed;
};

/** A run that another order has to wait for: the very same one, or something else that changes the same. */
export type Rival =
  | { readonly kind: 'underway'; readonly run: Run }
  | { readonly kind: 'busy'; readonly run: Run };

export type Orders = {
  readonly runs: () => Promise<readonly Run[]>;
  /** Only deployments go side by side. */
  readonly rivalOf: (runs: readonly Run[], order: Order) => Rival | undefined;
  /** Records a run and sets it going, unless it has a rival: then nothing happens. */
  readonly begin: (
    order: Order,
  ) => Promise<{ readonly kind: 'started'; readonly run: Run } | Rival>;
};

export type OrdersOptions = {
  readonly components: Components;
  /** The folder `deploy/`. */
  readonly deploy: URL;
  readonly ledger: Ledger;
  readonly runner: Runner;
  readonly clock: () => number;
};

export function createOrders({ components, deploy, ledger, runner, clock }: OrdersOptions): Orders {
  function touchedBy({ deed, component }: Pick<Run, 'deed' | 'component'>): ReadonlySet<Part> {
    const parts = isStackDeed(deed) ? partsOf(components, { deed, component }) : [];
    return new Set(parts.flatMap(({ name, recipe }) => (recipe ? [name] : [])));
  }

  const runs: Orders['runs'] = async () => (await ledger.list()).map(({ run }) => run);

  const rivalOf: Orders['rivalOf'] = (known, order) => {
    const ours = touchedBy(order);
    const run = known.find(({ state, deed, component }) => {
      if (state !== 'running' || (deed === 'deploy' && order.deed === 'deploy')) return false;
      return [...touchedBy({ deed, component })].some((part) => ours.has(part));
    });
    return run && toRival(run, order);
  };

  return {
    runs,
    rivalOf,
    async begin(order) {
      const id = `${order.deed}-${order.component}`;
      const { steps } = await planRun(components, order, deploy);
      const { entry, isNew } = await ledger.begin({
        ...order,
        id,
        state: 'running',
        startedAt: new Date(clock()).toISOString(),
        steps: steps.map((step) => ({ name: step.name, state: 'waiting' })),
      });
      if (!isNew) return (runner.start(entry), toRival(entry.run, order));
      // somebody else may have begun in the same moment: each sees the other, or the later one does
      const others = (await runs()).filter((run) => run.id !== id);
      const rival = rivalOf(others, order);
      if (rival) await ledger.withdraw(entry);
      else runner.start(entry);
      return rival ?? { kind: 'started', run: entry.run };
    },
  };
}

function toRival(run: Run, { deed, component, servers, withData = false }: Order): Rival {
  const isSame =
    run.deed === deed &&
    run.component === component &&
    (deed !== 'scale' || run.servers === servers) &&
    (run.withData ?? false) === withData;
  return { kind: isSame ? 'underway' : 'busy', run };
}
