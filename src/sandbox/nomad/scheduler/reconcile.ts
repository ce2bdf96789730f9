import type { Group, Job } from '../jobspec/canonicalize.ts';
import { type Allocation, groupOf, isLive } from '../state/allocation.ts';

/** What must change for one group of a job to be as the job says. */
export type Changes = {
  readonly group: Group;
  readonly place: readonly Slot[];
  readonly stop: readonly Allocation[];
  /** Runs on as it is, under the newer version of the job. */
  readonly keep: readonly Allocation[];
  /** Differs from the newer version, and is stopped for its replacement. */
  readonly replace: readonly Allocation[];
  readonly ignore: number;
};

export type Slot = { readonly name: string; readonly previous?: Allocation };

export type Intent = {
  readonly job: Job;
  readonly allocations: Iterable<Allocation>;
  /** Failed allocations whose time to be tried again has come. */
  readonly due: ReadonlySet<string>;
  /** For system jobs: how many nodes there are to run on. */
  readonly nodes: (group: Group) => number;
};

export function reconcile({ job, allocations, due, nodes }: Intent): readonly Changes[] {
  const groups = new Map<string, Allocation[]>(job.TaskGroups.map(({ Name }) => [Name, []]));
  const strays: Allocation[] = [];
  for (const allocation of allocations) {
    const group = job.Stop ? undefined : groups.get(allocation.TaskGroup);
    if (group) group.push(allocation);
    else if (isLive(allocation)) strays.push(allocation);
  }
  return job.TaskGroups.map((group, at) => {
    const same = createSameness(job);
    const stop = at === 0 ? strays : [];
    if (job.Stop) return { group, place: [], stop, keep: [], replace: [], ignore: 0 };
    const count = isSystem(job) ? nodes(group) : group.Count;
    return changesFor({ job, group, count, due, same }, groups.get(group.Name) ?? [], stop);
  });
}

export function isSystem({ Type }: Job): boolean {
  return Type === 'system' || Type === 'sysbatch';
}

type Wanted = {
  readonly job: Job;
  readonly group: Group;
  readonly count: number;
  readonly due: ReadonlySet<string>;
  readonly same: (allocation: Allocation, group: Group) => boolean;
};

function changesFor(
  wanted: Wanted,
  known: readonly Allocation[],
  strays: readonly Allocation[],
): Changes {
  const { job, group, count, due, same } = wanted;
  const holders = new Map<string, Allocation>();
  const stop = [...strays];
  const again: Slot[] = [];
  for (const allocation of known) {
    if (due.has(allocation.ID)) again.push({ name: allocation.Name, previous: allocation });
    else if (isLive(allocation) || isDone(allocation, job)) {
      const beyond = numberOf(allocation) >= count || holders.has(allocation.Name);
      if (!beyond) holders.set(allocation.Name, allocation);
      else if (isLive(allocation)) stop.push(allocation);
    }
  }
  const held = Array.from(holders.values()).filter(isLive);
  const older = held.filter(({ Job }) => Job.Version !== job.Version);
  const [keep, differs] = split(older, (allocation) => same(allocation, group));
  const replace = differs.slice(0, limitOf(group, held, job));
  const taken = new Set([...holders.keys(), ...again.map(({ name }) => name)]);
  const free = namesOf(job, group, count).filter((name) => !taken.has(name));
  return {
    group,
    place: [...again, ...free.map((name) => ({ name }))],
    stop,
    keep,
    replace,
    ignore: held.length - keep.length - replace.length,
  };
}

/** A finished batch task is not run again, nor is a failure that waits for its time or has no more tries. */
function isDone(
  { ClientStatus, DesiredStatus, NextAllocation, Job }: Allocation,
  job: Job,
): boolean {
  if (DesiredStatus !== 'run' || Job.Version !== job.Version) return false;
  if (ClientStatus === 'complete') return job.Type === 'batch' || job.Type === 'sysbatch';
  return ClientStatus === 'failed' && NextAllocation === '';
}

/** No more at once than the update strategy allows; those of the new version that still start count too. */
function limitOf({ Update }: Group, held: readonly Allocation[], job: Job): number {
  if (!Update || Update.MaxParallel === 0) return Number.POSITIVE_INFINITY;
  const starting = held.filter(
    ({ Job, DeploymentStatus }) => Job.Version === job.Version && !DeploymentStatus?.Healthy,
  );
  return Math.max(0, Update.MaxParallel - starting.length);
}

function namesOf({ ID }: Job, { Name }: Group, count: number): readonly string[] {
  return Array.from({ length: count }, (_none, at) => `${ID}.${Name}[${at}]`);
}

function numberOf({ Name }: Allocation): number {
  return Number(/\[(\d+)\]$/.exec(Name)?.[1] ?? 0);
}

function split<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** Whether the newer version of a group asks for the same tasks; worked out once per version, not per allocation. */
function createSameness(job: Job): Wanted['same'] {
  const known = new Map<Job, boolean>();
  return (allocation, group) => {
    const before = known.get(allocation.Job);
    if (before !== undefined) return before;
    const old = groupOf(allocation);
    const same = old !== undefined && fingerprint(old, allocation.Job) === fingerprint(group, job);
    known.set(allocation.Job, same);
    return same;
  };
}

/** Tasks see the meta of their group and job as well. */
function fingerprint(group: Group, job: Job): string {
  const { Tasks, Networks, EphemeralDisk, Volumes, Meta } = group;
  return JSON.stringify([Tasks, Networks, EphemeralDisk, Volumes, Meta ?? {}, job.Meta ?? {}]);
}
