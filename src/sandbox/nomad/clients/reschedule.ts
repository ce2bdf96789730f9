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
    const byDelay = new Map<number, Allocation[]>();
    for (const one of allocations) {
      const delayMs = isFailed(one) ? delayOf(one, triesBefore(state.allocations, one)) : undefined;
      if (delayMs !== undefined) byDelay.set(delayMs, [...(byDelay.get(delayMs) ?? []), one]);
    }
    for (const [delayMs, failures] of byDelay) void retry(failures, delayMs);
  }

  state.onWrite(onWrite);
}

function isFailed({ ClientStatus, DesiredStatus }: Allocation): boolean {
  return ClientStatus === 'failed' && DesiredStatus === 'run';
}

function delayOf(allocation: Allocation, tries: number): number | undefined {
  const policy = groupOf(allocation)?.ReschedulePolicy;
  if (!policy || tries >= (policy.Unlimited ? patience : policy.Attempts)) return undefined;
  const most = policy.MaxDelay === 0 ? Number.POSITIVE_INFINITY : policy.MaxDelay;
  return Math.min(policy.Delay * 2 ** tries, most) / 1e6;
}

function triesBefore(all: ReadonlyMap<string, Allocation>, allocation: Allocation): number {
  const previous = all.get(allocation.PreviousAllocation);
  return previous ? 1 + triesBefore(all, previous) : 0;
}
