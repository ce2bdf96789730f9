import { Failure } from '../../failure.ts';
import type { NodeStub, Nomad } from '../../platforms/nomad/nomad.ts';
import type { Pool } from '../../platforms/pool/pool.ts';
import { causeOf } from '../cause-of.ts';
import type { Ledger } from '../ledger.ts';
import type { Run, StepRecord } from '../run.ts';
import type { Runner } from '../runner.ts';
import type { Step } from '../step.ts';
import { drainSeconds, drainSteps } from './drain-steps.ts';
import { isUsable, readMachines, resizeSteps } from './resize-steps.ts';

/** What the pool is set to and what Nomad has of it. */
export type Measured = { readonly wanted: number; readonly ready: number };

/** A change of size that is worked on, or, with its cause, one that did not come to its end. */
export type Change = { readonly wanted: number; readonly because?: string };

/** How many client machines there are. */
export type Size = {
  readonly measure: () => Promise<Measured>;
  readonly change: () => Promise<Change | undefined>;
  /** Records a run to that many machines, and sets it going; a run to another number is given up for it. */
  readonly scale: (count: number) => Promise<Run>;
};

export type Machines = {
  /** Nothing where no pool is configured. */
  readonly pool: Size | undefined;
  /** Begins to drain a machine, and records a run that follows it to its end. */
  readonly drain: (node: NodeStub) => Promise<Run>;
  /** Where runs are kept, as it is spoken, if that is no safe place; nothing where it is Kubernetes. */
  readonly keptIn: string | undefined;
};

export type MachinesOptions = {
  readonly pool: Pool | undefined;
  readonly nomad: Nomad;
  readonly ledger: Ledger;
  readonly keptIn: string | undefined;
  readonly runner: Runner;
  readonly clock: () => number;
  readonly signal: AbortSignal;
};

const resizing = 'resize-machines';

/** The client machines, as one turn sees them. */
export function createMachines(options: MachinesOptions): Machines {
  const { pool, nomad, ledger, keptIn, runner, clock, signal } = options;
  const now = (): string => new Date(clock()).toISOString();

  async function latestResize(): Promise<Run | undefined> {
    const entries = await ledger.list();
    return entries.find(({ run }) => run.id === resizing)?.run;
  }

  function sizeOf(machines: Pool): Size {
    return {
      async measure() {
        const [size, nodes, run] = await Promise.all([
          machines.size(signal),
          readMachines(nomad, machines),
          latestResize(),
        ]);
        const ready = nodes.filter(isUsable).length;
        return { wanted: run?.state === 'running' ? run.servers : size, ready };
      },
      async change() {
        const run = await latestResize().catch(() => undefined); // the machines can be told of without it
        if (!run || run.state === 'done') return undefined;
        const { servers: wanted, result } = run;
        return { wanted, ...(run.state === 'failed' && { because: result ?? 'unknown' }) };
      },
      async scale(count) {
        const run: Run = {
          id: resizing,
          deed: 'resize',
          component: 'machines',
          title: 'the machine pool',
          servers: count,
          state: 'running',
          startedAt: now(),
          steps: toRecords(resizeSteps(machines, count, signal)),
        };
        const { entry } = await ledger.begin(run, ({ servers }) => servers === count);
        runner.start(entry);
        return entry.run;
      },
    };
  }

  return {
    pool: pool && sizeOf(pool),
    keptIn,
    async drain({ ID, Name }) {
      const run: Run = {
        id: `drain-${ID}`,
        deed: 'drain',
        component: Name,
        title: `the drain of ${Name}`,
        subject: ID,
        servers: 0,
        state: 'running',
        startedAt: now(),
        steps: toRecords(drainSteps({ id: ID, name: Name })),
      };
      const { entry, isNew } = await ledger.begin(run);
      try {
        if (isNew) await nomad.drain(ID, drainSeconds);
      } catch (error) {
        const result = error instanceof Failure ? causeOf(error) : 'it could not be begun';
        await ledger.save({ ...entry, run: { ...run, state: 'failed', endedAt: now(), result } });
        throw error;
      }
      runner.start(entry);
      return entry.run;
    },
  };
}

function toRecords(steps: readonly Step[]): StepRecord[] {
  return steps.map(({ name }) => ({ name, state: 'waiting' }));
}
