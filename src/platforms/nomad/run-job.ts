import { Failure } from '../../failure.ts';
import { inTime } from './in-time.ts';
import type { Job, Nomad, Plan, TaskGroup } from './nomad.ts';
import { type Shortage, toShortage } from './shortage.ts';
import type { JobTally } from './tally.ts';

/** What is about to be run: the job, as Nomad parsed it or has it, and what is there of it now. */
export type Order = {
  readonly job: Job;
  /** The file's text, kept by Nomad beside the job. */
  readonly source?: string | undefined;
  readonly before: JobTally | undefined;
  readonly count: number;
  /** The same for every delivery of the same request. */
  readonly token: string;
};

export type Registered = {
  readonly kind: 'registered' | 'already';
  /** The count before, where it was running. */
  readonly from: number | undefined;
  readonly shortage?: Shortage;
  /** Nomad's index of what was written. */
  readonly index: number;
};

const planWithinMs = 1_200; // of a thousand tasks a plan can take far longer than a voice may

/**
 * Plans, then registers, in one call whatever the count. Fails with a conflict where somebody else has changed
 * the job in between. A plan that takes too long is done without: then nothing is known of the room.
 */
export async function runJob(nomad: Nomad, order: Order): Promise<Registered> {
  const { before, count, source } = order;
  const group = onlyGroup(order.job);
  const from = countBefore(before);
  const job = { ...toAgain(order), Stop: false, TaskGroups: [{ ...group, Count: count }] };
  const plan = await inTime(nomad, planWithinMs, (asked) => asked.plan(job));
  const isThere = from === count && before?.tally.Running === count;
  if (isThere && plan && isSettled(plan, group)) return { kind: 'already', from, index: 0 };
  const { index } = await nomad.register(job, source, indexOf(plan ?? before?.job));
  return { kind: 'registered', from, index, ...(plan && foretell(plan, group)) };
}

function countBefore(before: JobTally | undefined): number | undefined {
  return before?.isStopped === false ? before.wanted : undefined;
}

/** Where neither a plan nor a job is known, there must be none. */
function indexOf(known: { readonly JobModifyIndex?: number } | undefined): number {
  return known?.JobModifyIndex ?? 0;
}

function foretell({ FailedTGAllocs }: Plan, group: TaskGroup): Pick<Registered, 'shortage'> {
  const misfit = FailedTGAllocs?.[group.Name];
  return misfit ? { shortage: toShortage(misfit, group) } : {};
}

/** A batch that has ended runs again only as another version of itself. */
function toAgain({ job, before, token }: Order): Job {
  if (job.Type !== 'batch' || !before) return job;
  const { Queued, Starting, Running } = before.tally;
  if (Queued + Starting + Running > 0) return job;
  return { ...job, Meta: { ...job.Meta, 'hashinetes-run': token } };
}

function onlyGroup({ ID, TaskGroups }: Job): TaskGroup {
  const [group, ...others] = TaskGroups ?? [];
  if (group && others.length === 0) return group;
  const groups = others.length + (group ? 1 : 0);
  const because = `job ${ID} has ${groups} groups, and a count needs exactly one`;
  throw new Failure('invalid', { platform: 'nomad', what: ID, because });
}

/** Registering it would change nothing. */
function isSettled({ Annotations }: Plan, { Name }: TaskGroup): boolean {
  const updates = Annotations?.DesiredTGUpdates?.[Name];
  if (!updates) return false;
  const { Place, Stop, InPlaceUpdate, DestructiveUpdate } = updates;
  return Place + Stop + InPlaceUpdate + DestructiveUpdate === 0;
}
