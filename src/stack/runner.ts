import { pause } from '../pause.ts';
import type { Chart } from './course.ts';
import { drive, StepFailed } from './drive.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { Leases } from './lease.ts';
import { createPulse } from './pulse.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { Run } from './run.ts';
import type { StackWorld } from './stack-world.ts';

export type Runner = {
  /** Drives a run in the background, if its lease can be held, in place of an earlier one of the same id. */
  readonly start: (entry: Entry) => void;
  /** Takes over the running runs whose driver went away. */
  readonly adopt: () => Promise<void>;
  /** Resolves when no run goes on in this process any more; true when one did. */
  readonly settled: () => Promise<boolean>;
  /** Lets every run go, so that another replica, or the next start, continues it. */
  readonly stop: () => Promise<void>;
};

export type RunnerOptions = {
  readonly ledger: Ledger;
  readonly leases: Leases;
  /** What the steps of a run may touch: every call ends with the signal. */
  readonly world: (servers: number, signal: AbortSignal) => StackWorld;
  readonly chart: Chart;
  readonly clock: () => number;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
  readonly heartbeatMs?: number;
};

type Active = {
  readonly run: Run;
  readonly controller: AbortController;
  readonly end: Promise<void>;
};

export function createRunner(options: RunnerOptions): Runner {
  const { ledger, leases, chart, clock, log, heartbeatMs = 5_000 } = options;
  const active = new Map<string, Active>();

  function start(entry: Entry): void {
    const { id, startedAt } = entry.run;
    const before = active.get(id);
    if (before && before.run.startedAt >= startedAt) return;
    before?.controller.abort(); // this one has taken its place
    const controller = new AbortController();
    const end = carry(entry, controller, before?.end)
      .catch((error: unknown) => log('run.dropped', { run: id, error }))
      .finally(() => {
        if (active.get(id)?.controller === controller) active.delete(id);
      });
    active.set(id, { run: entry.run, controller, end });
  }

  async function carry(
    entry: Entry,
    controller: AbortController,
    before: Promise<void> | undefined,
  ): Promise<void> {
    const { id } = entry.run;
    await before;
    if (controller.signal.aborted || !(await leases.hold(id))) return;
    const heart = keepHolding(id, controller);
    const recorder = createRecorder(ledger, entry, () => controller.abort());
    try {
      await finish(recorder, controller.signal);
      await recorder.flush();
    } finally {
      controller.abort(); // ends the pod watch and whatever steps still wait
      await heart;
      await leases.release(id);
    }
  }

  /** Renews the lease for as long as the run goes on, and lets the run go when the lease is lost. */
  async function keepHolding(id: string, controller: AbortController): Promise<void> {
    const { signal } = controller;
    for (;;) {
      await pause(heartbeatMs, signal);
      if (signal.aborted) return;
      const isOurs = await leases.hold(id).catch((error: unknown) => {
        log('run.heartbeat', { run: id, error });
        return true; // nobody else can renew it meanwhile either
      });
      if (!isOurs) controller.abort();
    }
  }

  async function finish(recorder: Recorder, signal: AbortSignal): Promise<void> {
    const run = recorder.run();
    log('run.begun', { run: run.id });
    try {
      const result = await walk(recorder, signal);
      recorder.finish({ state: 'done', endedAt: toTime(clock()), result });
      log('run.done', { run: run.id, result });
    } catch (error) {
      if (signal.aborted) throw error; // let go, not failed: somebody continues it
      const cause =
        error instanceof StepFailed ? error.message : 'something broke; the log says what';
      recorder.finish({ state: 'failed', endedAt: toTime(clock()), result: cause });
      log('run.failed', { run: run.id, error });
    }
  }

  async function walk(recorder: Recorder, signal: AbortSignal): Promise<string> {
    const run = recorder.run();
    const { steps, namespaces, measure } = await chart(run, signal);
    const world = options.world(run.servers, signal);
    const pulse = createPulse(world.kubernetes, namespaces, signal);
    recorder.begin(steps.map((step) => step.name).filter((step) => !isIn(run.steps, step)));
    await drive(steps, { world, changed: pulse.next, record: recorder.step, clock, signal });
    return measure(world);
  }

  return {
    start,
    async adopt() {
      const entries = await ledger.list();
      for (const entry of entries) if (entry.run.state === 'running') start(entry);
    },
    async settled() {
      if (active.size === 0) return false;
      await Promise.all(Array.from(active.values(), ({ end }) => end));
      return true;
    },
    async stop() {
      const ends = Array.from(active.values(), ({ controller, end }) => (controller.abort(), end));
      await Promise.all(ends);
    },
  };
}

/** A run that another version began may not have all the steps of this one. */
function isIn(known: readonly { readonly name: string }[], step: string): boolean {
  return known.some(({ name }) => name === step);
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
