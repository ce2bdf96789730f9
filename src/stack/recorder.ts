import { Failure } from '../failure.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { Run, StepRecord } from './run.ts';

export type Recorder = {
  readonly run: () => Run;
  /** Adds steps that are not on record yet. */
  readonly begin: (steps: readonly string[]) => void;
  readonly step: (name: string, change: Partial<StepRecord>) => void;
  readonly finish: (change: Partial<Run>) => void;
  /** Resolves when everything said so far is on record. */
  readonly flush: () => Promise<void>;
};

/**
 * Writes a run's progress one save at a time, newest state only. `onLost` is called when somebody else has
 * written the record since: the run is theirs now.
 */
export function createRecorder(
  ledger: Ledger,
  begun: Entry,
  onLost: (error: unknown) => void,
): Recorder {
  let { run, version } = begun;
  let saved = run;
  let saving: Promise<void> | undefined;

  async function save(): Promise<void> {
    while (saved !== run) {
      const next = run;
      ({ version } = await ledger.save({ run: next, version }));
      saved = next;
    }
  }

  function change(next: Run): void {
    run = next;
    saving ??= save()
      .catch((error: unknown) => {
        if (error instanceof Failure && error.kind === 'conflict') onLost(error);
        // any other failure: the next change, or the flush, saves again
      })
      .finally(() => {
        saving = undefined;
      });
  }

  return {
    run: () => run,
    begin(names) {
      if (names.length === 0) return;
      const added = names.map((name) => ({ name, state: 'waiting' as const }));
      change({ ...run, steps: [...run.steps, ...added] });
    },
    step(name, patch) {
      const steps = run.steps.map((step) => (step.name === name ? { ...step, ...patch } : step));
      change({ ...run, steps });
    },
    finish: (patch) => change({ ...run, ...patch }),
    async flush() {
      await saving;
      await save();
    },
  };
}
