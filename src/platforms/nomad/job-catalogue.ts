import { dispatchJob } from './dispatch-job.ts';
import { inTime } from './in-time.ts';
import { findGroup } from './job-groups.ts';
import { findNear } from './near-names.ts';
import { createJobNames } from './job-names.ts';
import type { Job, JobStub, Nomad } from './nomad.ts';
import { orAbsent } from '../or-absent.ts';
import { type Order, type Ordered, runJob } from './run-job.ts';
import { createTally, type JobTally } from './tally.ts';
import { readLog, type TaskLog } from './task-logs.ts';
import { findTrouble, type Trouble } from './trouble.ts';
import { createWatch } from './watch.ts';

const reasonWithinMs = 1_000; // the count is known already

export type Ran =
  | Ordered
  | { readonly kind: 'unknown' }
  | { readonly kind: 'dispatched'; readonly jobs: readonly string[] };

/** A name of which Nomad has no job: of a file that was not run, near to others that are known, or neither. */
export type Missed =
  | { readonly kind: 'idle' | 'absent'; readonly known: readonly string[] }
  | { readonly kind: 'which'; readonly near: readonly string[] };

export type Wish = {
  readonly count: number;
  /** Which of a job's groups the count is for, where there are several. */
  readonly group?: string | undefined;
  /** As the job was in that version of it, its own numbers included, if Nomad still has it. */
  readonly version?: number | undefined;
  /** The same for every delivery of the same request. */
  readonly token: string;
};

/** The jobs that are known by name: HCL files of one folder, and what Nomad has registered. */
export type Jobs = {
  readonly names: () => Promise<readonly string[]>;
  /** Whether there is a file of that name, or Nomad has a job of it. */
  readonly knows: (name: string) => Promise<boolean>;
  /** What there is to say of a name that Nomad has no job of. */
  readonly missed: (name: string) => Promise<Missed>;
  readonly list: () => Promise<readonly JobStub[]>;
  /** Nothing where Nomad has no such job. */
  readonly tally: (name: string) => Promise<JobTally | undefined>;
  /** Why a job runs fewer tasks than were asked for, as far as Nomad tells. */
  readonly trouble: (tally: JobTally) => Promise<Trouble>;
  /** Plans and registers the job with that many tasks; a parameterized one is dispatched that often. */
  readonly run: (name: string, wish: Wish) => Promise<Ran>;
  /** The same for the job as Nomad has it, whatever its file says by now. */
  readonly scale: (now: JobTally, wish: Wish) => Promise<Ordered>;
  readonly stop: (now: JobTally) => Promise<void>;
  readonly log: (now: JobTally) => Promise<TaskLog | undefined>;
};

export type JobCatalogue = {
  /** The jobs as one turn sees them, every call made by the turn's client. */
  readonly during: (nomad: Nomad) => Jobs;
  /** The names known right now; files are read again in the background. */
  readonly names: () => readonly string[];
  /** Resolves when a job or its count has changed, after `ms`, or when the signal ends it. */
  readonly changed: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly close: () => void;
};

export type JobCatalogueOptions = {
  readonly nomad: Nomad;
  readonly folder: URL;
  readonly clock: () => number;
  readonly random: () => number;
};

/** Follows Nomad's job list by one blocking query, so that most questions about jobs cost no call. */
export function createJobCatalogue(options: JobCatalogueOptions): JobCatalogue {
  const { nomad: background, folder, clock, random } = options;
  const watch = createWatch({
    random,
    ask: (blocking, signal) => background.during(signal).jobsSince(blocking),
  });
  const names = createJobNames({ nomad: background, folder, clock, listed: watch.now });
  const tallyJob = createTally();

  function during(nomad: Nomad): Jobs {
    function tally(name: string): Promise<JobTally | undefined> {
      const id = names.idOf(name);
      const stub = watch.now()?.find(({ ID }) => ID === id);
      return tallyJob(nomad, id, stub);
    }

    /** The job as its file has it, or else as Nomad does. */
    async function find(
      name: string,
      count: number,
    ): Promise<Omit<Order, 'token' | 'group'> | undefined> {
      const [parsed, guess] = await Promise.all([names.parse(nomad, name, count), tally(name)]);
      const job = parsed?.job ?? guess?.job;
      const before = job && job.ID !== guess?.id ? await tally(name) : guess;
      return job && { job, source: parsed?.source, before, count };
    }

    async function register(order: Order): Promise<Ordered> {
      const ordered = await runJob(nomad, order);
      if (ordered.kind === 'registered') watch.expect(ordered.index);
      return ordered;
    }

    async function versionOf(id: string, version: number | undefined): Promise<Job | undefined> {
      if (version === undefined) return undefined;
      const versions = await orAbsent(nomad.versions(id));
      return versions?.find(({ Version }) => Version === version);
    }

    async function restore(
      before: JobTally | undefined,
      { version, token }: Wish,
    ): Promise<Ordered | undefined> {
      const job = before && (await versionOf(before.id, version));
      return job && register({ job, before, token });
    }

    return {
      tally,
      names: names.all,
      knows: async (name) =>
        (await names.all()).includes(name) || (await tally(name)) !== undefined,
      async missed(name) {
        const known = await names.all();
        const near = findNear(known, name);
        if (near.length > 0) return { kind: 'which', near };
        return { kind: known.includes(name) ? 'idle' : 'absent', known };
      },
      list: async () => watch.now() ?? nomad.jobs(),
      log: ({ id }) => readLog(nomad, id),
      async trouble(now) {
        return (await inTime(nomad, reasonWithinMs, (asked) => findTrouble(asked, now))) ?? {};
      },
      async run(name, wish) {
        const { count, group, token } = wish;
        const restored = wish.version !== undefined && (await restore(await tally(name), wish));
        if (restored) return restored;
        const order = await find(name, count);
        if (!order) return { kind: 'unknown' };
        const { job, source, before } = order;
        if (!job.ParameterizedJob) return register({ ...order, group, token });
        if (!before || before.isStopped) await nomad.register(job, source);
        return { kind: 'dispatched', jobs: await dispatchJob(nomad, job.ID, count, token) };
      },
      async scale(before, wish) {
        const restored = await restore(before, wish);
        if (restored) return restored;
        const { job, tally: counts } = before;
        const isSo = findGroup(job, wish.group)?.Count === wish.count;
        if (isSo) return { kind: 'already', running: counts.Running };
        return register({ job, before, ...wish });
      },
      async stop({ id }) {
        watch.expect((await nomad.stop(id)).index);
      },
    };
  }

  return { during, names: names.now, changed: watch.changed, close: watch.stop };
}
