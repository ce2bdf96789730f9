import type { Scheduler } from '../scheduler/scheduler.ts';
import { type Allocation, groupOf } from '../state/allocation.ts';
import type { Written } from '../state/state.ts';
import type { World } from '../world.ts';

const patience = 8; // at the instant pace "for ever" would be a loop that eats the machine

/** A failed allocation is tried again elsewhere after a delay that doubles, as often as its policy allows. */
export function rescheduleFailures(world: World, scheduler: Scheduler): void {
  const { state, pace, signal } = world;

  async function retry(failures: readonly Allocation[], delayMs: number): Promise<void> {
    await pace.wait(delayMs, signal);
    const [first] = failures;
    const job = first && state.jobs.get(first.JobID);
    if (signal.aborted || !job || job.Stop) return;
    const due = failures.filter(({ ID }) => state.allocations.get(ID)?.NextAllocation === '');
    scheduler.evaluate(
      job,
      'alloc-failure',
      due.map(({ ID }) => ID),
    );
  }

  function onWrite({ kind, allocations }: Written): void {
    if (kind !== 'AllocationUpdated') return;
    const byTries = new Map<string, Allocation[]>();
    for (const one of allocations) {
      if (one.ClientStatus !== 'failed' || one.DesiredStatus !== 'run') continue;
      const tries = triesBefore(state.allocations, one);
      const policy = groupOf(one)?.ReschedulePolicy;
      if (!policy || tries >= (policy.Unlimited ? patience : policy.Attempts)) continue;
      const wait = Math.min(policy.Delay * 2 ** tries, policy.MaxDelay || Number.POSITIVE_INFINITY);
      const key = `${one.JobID} ${wait / 1e6}`;
      byTries.set(key, [...(byTries.get(key) ?? []), one]);
    }
    for (const [key, failures] of byTries) void retry(failures, Number(key.split(' ').at(-1)));
  }

  state.onWrite(onWrite);
}

function triesBefore(all: ReadonlyMap<string, Allocation>, allocation: Allocation): number {
  const previous = all.get(allocation.PreviousAllocation);
  return previous ? 1 + triesBefore(all, previous) : 0;
}
