import { pause } from '../../pause.ts';
import type { Kubernetes } from '../../platforms/kubernetes/kubernetes.ts';
import type { Nomad } from '../../platforms/nomad/nomad.ts';
import type { Pool } from '../../platforms/pool/pool.ts';
import { drive, StepFailed } from '../drive.ts';
import type { StepRecord } from '../run.ts';
import { isUsable, readMachines, resizeSteps } from './resize-steps.ts';

/** What the pool is set to and what Nomad has of it. */
export type Measured = { readonly wanted: number; readonly ready: number };

/** A change of size that is worked on, or, with its cause, one that did not come to its end. */
export type Change = { readonly wanted: number; readonly because?: string };

/** The client machines of one pool. */
export type Machines = {
  readonly measure: () => Promise<Measured>;
  readonly change: () => Change | undefined;
  /** Sets out for that many machines in the background; whatever was under way is given up for it. */
  readonly scale: (count: number) => void;
};

export type MachineryOptions = {
  readonly pool: Pool;
  readonly kubernetes: Kubernetes;
  readonly nomad: Nomad;
  readonly clock: () => number;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
};

export type Machinery = {
  readonly during: (nomad: Nomad, signal: AbortSignal) => Machines;
  readonly stop: () => Promise<void>;
};

type Work = { readonly count: number; readonly end: () => Promise<void> };

/** Keeps at most one change of size under way. Asking again continues what a restart has left half done. */
export function createMachinery({
  pool,
  kubernetes,
  nomad,
  clock,
  log,
}: MachineryOptions): Machinery {
  let work: Work | undefined;
  let failed: Change | undefined;

  function scale(count: number): void {
    if (work?.count === count) return;
    const before = work;
    const controller = new AbortController();
    const ended = carry(count, before, controller.signal);
    const mine: Work = {
      count,
      end: () => {
        controller.abort();
        return ended;
      },
    };
    work = mine;
    void ended.finally(() => {
      if (work === mine) work = undefined;
    });
  }

  async function carry(
    count: number,
    before: Work | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    await before?.end();
    if (signal.aborted) return;
    const plan = resizeSteps(pool, count, signal);
    failed = undefined;
    const world = { kubernetes, nomad: nomad.during(signal), servers: count };
    const record = (step: string, change: Partial<StepRecord>): void => {
      if (change.state === 'done') log('pool.step', { pool: pool.name, count, step, ...change });
    };
    const changed = (ms: number): Promise<void> => pause(ms, signal);
    try {
      await drive(plan, { world, changed, record, clock, signal });
      log('pool.resized', { pool: pool.name, count });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof StepFailed) failed = { wanted: count, because: error.message };
      log('pool.failed', { pool: pool.name, count, error });
    }
  }

  return {
    stop: async () => work?.end(),
    during: (client, signal) => ({
      scale,
      change: () => (work ? { wanted: work.count } : failed),
      async measure() {
        const [wanted, nodes] = await Promise.all([pool.size(signal), readMachines(client, pool)]);
        const ready = nodes.filter(isUsable).length;
        return { wanted: work?.count ?? wanted, ready };
      },
    }),
  };
}
