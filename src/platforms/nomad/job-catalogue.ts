import { readdir, readFile } from 'node:fs/promises';
import { Failure } from '../../failure.ts';
import type { Job, Nomad, Tally } from './nomad.ts';

const ending = '.nomad.hcl';

/** A job as its summary counts it, all groups together; `wanted` is what was asked for. */
export type JobTally = {
  readonly wanted: number;
  readonly isStopped: boolean;
  readonly isBatch: boolean;
  readonly tally: Tally;
};

/** The jobs that can be run by name: HCL files of one folder. Nomad itself parses them. */
export type Jobs = {
  readonly names: () => Promise<readonly string[]>;
  /** Registers the job with that many tasks, in one call; where just that is running, nothing is sent. */
  readonly run: (name: string, count: number) => Promise<{ readonly isRunning: boolean }>;
  readonly tally: (name: string) => Promise<JobTally>;
};

export type JobsOptions = { readonly nomad: Nomad; readonly folder: URL };

export function createJobs({ nomad, folder }: JobsOptions): Jobs {
  async function tally(name: string): Promise<JobTally> {
    const [job, { value }] = await Promise.all([nomad.job(name), nomad.summary(name)]);
    return {
      wanted: (job.TaskGroups ?? []).reduce((sum, { Count }) => sum + Count, 0),
      isStopped: job.Stop ?? false,
      isBatch: job.Type === 'batch',
      tally: Object.values(value.Summary).reduce(add, none),
    };
  }

  return {
    names: () => jobNames(folder),
    tally,
    async run(name, count) {
      const source = await readFile(new URL(`${name}${ending}`, folder), 'utf8');
      const variables = /^\s*variable\s+"count"/m.test(source) ? { count } : {};
      const [job, before] = await Promise.all([
        nomad.parse(source, variables),
        orAbsent(tally(name)),
      ]);
      const isRunning =
        before?.isStopped === false && before.wanted === count && before.tally.Running === count;
      if (!isRunning) await nomad.register(withCount(job, count), source);
      return { isRunning };
    },
  };
}

/** The names of the job files in a folder, sorted. */
export async function jobNames(folder: URL): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .toSorted();
}

function withCount(job: Job, count: number): Job {
  const [group, ...others] = job.TaskGroups ?? [];
  if (!group || others.length > 0) {
    const because = `job ${job.ID} has ${others.length + (group ? 1 : 0)} groups, and a count needs exactly one`;
    throw new Failure('invalid', { platform: 'Nomad', what: job.ID, because });
  }
  return { ...job, TaskGroups: [{ ...group, Count: count }] };
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

async function orAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'absent') return undefined;
    throw error;
  }
}
