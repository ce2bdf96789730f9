import { inTime } from './in-time.ts';
import { findGroup } from './job-groups.ts';
import type { GroupUpdates, Job, Nomad, Plan, TaskGroup } from './nomad.ts';
import { type Shortage, toShortage } from './shortage.ts';
import { createTally, isPerNode, type JobTally } from './tally.ts';

/** What is about to be run: the job, as Nomad parsed it or has it, and what is there of it now. */
export type Order = {
  readonly job: Job;
  /** The file's text, kept by Nomad beside the job. */
  readonly source?: string | undefined;
  readonly before: JobTally | undefined;
  /** How many of `group`, or of the only group; the job's own numbers where there is no count. */
  readonly count?: number | undefined;
  readonly group?: string | undefined;
  /** The same for every delivery of the same request. */
  readonly token: string;
};

export type Registered = {
  readonly kind: 'registered';
  /** When its tasks run: a periodic job has times of its own, a system job one on each machine. */
  readonly runs: 'at once' | 'everywhere' | 'scheduled';
  /** The version before. */
  readonly version: number | undefined;
  /** The count before, where it was running. */
  readonly from: number | undefined;
  /** How many tasks are new and how many are replaced; nothing where there was no plan in time. */
  readonly more: number | undefined;
  readonly replaced: number | undefined;
  readonly shortage?: Shortage;
  /** Nomad's index of what was written. */
  readonly index: number;
};

export type Ordered =
  | Registered
  /** Nothing was written: it is as it was asked for, or on its way there with this many running. */
  | { readonly kind: 'already' | 'underway'; readonly running: number }
  /** It has several, and a count is for one of them. */
  | { readonly kind: 'groups'; readonly groups: readonly string[] };

const mark = 'hashinetes-run';
const planWithinMs = 1_200; // of a thousand tasks a plan can take far longer than a voice may

/**
 * Plans, then registers, in one call whatever the count. Fails with a conflict where somebody else has changed
 * the job in between. A plan that takes too long is done without: then nothing is known of the room.
 */
export async function runJob(nomad: Nomad, order: Order): Promise<Ordered> {
  const found = setCount(order);
  if ('groups' in found) return { kind: 'groups', groups: found.groups };
  const { group } = found;
  const job = { ...toAgain(found.job, order), Stop: false };
  const plan = await inTime(nomad, planWithinMs, (asked) => asked.plan(job));
  const updates = plan && sumUpdates(plan, group);
  const before = await catchUp(nomad, job, order.before, plan);
  if (updates && isSettled(updates)) {
    const settled = toSettled(before);
    if (settled) return settled;
  }
  return register(nomad, { ...order, before }, { job, group, plan, updates });
}

/** What was counted may be older than the plan is: a job that has changed since is counted once more. */
async function catchUp(
  nomad: Nomad,
  { ID }: Job,
  before: JobTally | undefined,
  plan: Plan | undefined,
): Promise<JobTally | undefined> {
  if (!plan || plan.JobModifyIndex === indexOf(before?.job)) return before;
  return createTally()(nomad, ID, undefined);
}

type Planned = {
  readonly job: Job;
  readonly group: TaskGroup | undefined;
  readonly plan: Plan | undefined;
  readonly updates: GroupUpdates | undefined;
};

async function register(
  nomad: Nomad,
  { before, source }: Order,
  { job, group, plan, updates }: Planned,
): Promise<Registered> {
  const { index } = await nomad.register(job, source, indexOf(plan ?? before?.job));
  return {
    kind: 'registered',
    runs: toRuns(job),
    version: before?.job.Version,
    from: countBefore(before, group),
    more: updates?.Place,
    replaced: updates?.DestructiveUpdate,
    index,
    ...(plan && foretell(plan, job, group)),
  };
}

/** Nothing would change: what was asked for is there, or on its way. A job that is stopped has to be started. */
function toSettled(before: JobTally | undefined): Ordered | undefined {
  if (before?.isStopped !== false) return undefined;
  const { Running: running } = before.tally;
  return { kind: running >= before.wanted ? 'already' : 'underway', running };
}

function toRuns(job: Job): Registered['runs'] {
  if (job.Periodic) return 'scheduled';
  return isPerNode(job) ? 'everywhere' : 'at once';
}

/** The job with its count in place, and the group that it is the count of; what runs once a machine has none. */
function setCount({
  job,
  count,
  group: name,
}: Order):
  | { readonly job: Job; readonly group: TaskGroup | undefined }
  | { readonly groups: readonly string[] } {
  if (count === undefined || isPerNode(job)) return { job, group: undefined };
  const group = findGroup(job, name);
  const all = job.TaskGroups ?? [];
  if (!group) return { groups: all.map(({ Name }) => Name) };
  const TaskGroups = all.with(all.indexOf(group), { ...group, Count: count });
  return { job: { ...job, TaskGroups }, group };
}

function countBefore(
  before: JobTally | undefined,
  group: TaskGroup | undefined,
): number | undefined {
  if (before?.isStopped !== false || isOver(before)) return undefined;
  if (!group) return before.wanted;
  return findGroup(before.job, group.Name)?.Count ?? 0;
}

/** Where neither a plan nor a job is known, there must be none. */
function indexOf(known: { readonly JobModifyIndex?: number } | undefined): number {
  return known?.JobModifyIndex ?? 0;
}

function foretell(
  { FailedTGAllocs }: Plan,
  { TaskGroups }: Job,
  group: TaskGroup | undefined,
): Pick<Registered, 'shortage'> {
  const failed = FailedTGAllocs ?? {};
  const name = group?.Name ?? Object.keys(failed)[0] ?? '';
  const misfit = failed[name];
  return misfit
    ? {
        shortage: toShortage(
          misfit,
          TaskGroups?.find(({ Name }) => Name === name),
        ),
      }
    : {};
}

/** What has ended, or failed for good, runs again only as another version of itself. */
function toAgain(job: Job, { before, token }: Order): Job {
  const last = before?.job.Meta?.[mark];
  const same = last === undefined ? job : { ...job, Meta: { ...job.Meta, [mark]: last } };
  if (!before || !isOver(before)) return same;
  return { ...job, Meta: { ...job.Meta, [mark]: token } };
}

/** All its tasks have ended; one of which nothing was counted yet has only just been registered. */
function isOver({ job, isBatch, isStopped, wanted, tally }: JobTally): boolean {
  const { Queued, Starting, Running, Complete, Failed, Lost } = tally;
  if (Queued + Starting + Running > 0 || Complete + Failed + Lost === 0) return false;
  return isBatch || (job.Type === 'service' && !isStopped && wanted > 0);
}

function sumUpdates({ Annotations }: Plan, group: TaskGroup | undefined): GroupUpdates | undefined {
  const updates = Annotations?.DesiredTGUpdates;
  if (!updates) return undefined;
  if (group && !updates[group.Name]) return undefined;
  return Object.values(updates).reduce((sum, one) => ({
    Place: sum.Place + one.Place,
    Stop: sum.Stop + one.Stop,
    Ignore: sum.Ignore + one.Ignore,
    InPlaceUpdate: sum.InPlaceUpdate + one.InPlaceUpdate,
    DestructiveUpdate: sum.DestructiveUpdate + one.DestructiveUpdate,
  }));
}

/** Registering it would change nothing. */
function isSettled({ Place, Stop, InPlaceUpdate, DestructiveUpdate }: GroupUpdates): boolean {
  return Place + Stop + InPlaceUpdate + DestructiveUpdate === 0;
}
