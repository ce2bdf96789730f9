import type { Children, Job, JobStub, Nomad, Tally } from './nomad.ts';
import { orAbsent } from '../or-absent.ts';

/** A job as its summary counts it, all groups together; `wanted` is what was asked for. */
export type JobTally = {
  readonly id: string;
  readonly job: Job;
  readonly wanted: number;
  readonly isStopped: boolean;
  readonly isBatch: boolean;
  /** It has a number of tasks that can be changed. */
  readonly isCounted: boolean;
  readonly tally: Tally;
  /** Where the job is only a form that is dispatched: what became of that. */
  readonly children?: Children;
};

export type TallyJob = (
  nomad: Nomad,
  id: string,
  stub: JobStub | undefined,
) => Promise<JobTally | undefined>;

/**
 * Counts a job, or tells by nothing that Nomad has none. What a stub of the job list shows is not asked for
 * again, and a job's specification only when it has changed: that makes most counts cost no call at all.
 */
export function createTally(maxJobs = 500): TallyJob {
  const specifications = new Map<string, Job>();

  async function specify(nomad: Nomad, id: string, stub: JobStub | undefined): Promise<Job> {
    const known = specifications.get(id);
    if (known && stub && known.JobModifyIndex === stub.JobModifyIndex) return known;
    const job = await nomad.job(id);
    specifications.delete(id);
    specifications.set(id, job);
    for (const oldest of specifications.keys()) {
      if (specifications.size <= maxJobs) break;
      specifications.delete(oldest);
    }
    return job;
  }

  return async (nomad, id, stub) => {
    const summary = stub?.JobSummary ?? nomad.summary(id).then(({ value }) => value);
    const found = await orAbsent(Promise.all([specify(nomad, id, stub), summary]));
    if (!found) return undefined;
    const [job, { Summary, Children }] = found;
    const tally = Object.values(Summary).reduce(add, none);
    return {
      id,
      job,
      wanted: isPerNode(job) ? tally.Queued + tally.Starting + tally.Running : countOf(job),
      isStopped: job.Stop ?? false,
      isBatch: job.Type === 'batch' || job.Type === 'sysbatch',
      isCounted: !isPerNode(job) && !job.ParameterizedJob,
      tally,
      ...(job.ParameterizedJob && Children && { children: Children }),
    };
  };
}

function countOf({ TaskGroups }: Job): number {
  return (TaskGroups ?? []).reduce((sum, { Count }) => sum + Count, 0);
}

/** It runs once on every machine that fits, whatever its count. */
export function isPerNode({ Type }: Job): boolean {
  return Type === 'system' || Type === 'sysbatch';
}

const none: Tally = { Queued: 0, Starting: 0, Running: 0, Complete: 0, Failed: 0, Lost: 0 };

function add(sum: Tally, one: Tally): Tally {
  return {
    Queued: sum.Queued + one.Queued,
    Starting: sum.Starting + one.Starting,
    Running: sum.Running + one.Running,
    Complete: sum.Complete + one.Complete,
    Failed: sum.Failed + one.Failed,
    Lost: sum.Lost + one.Lost,
  };
}
