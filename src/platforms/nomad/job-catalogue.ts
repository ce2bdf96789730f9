import { createLiveNames } from '../live-names.ts';
import { dispatchJob } from './dispatch-job.ts';
import { jobNames, readJobFile } from './job-files.ts';
import type { JobStub, Nomad } from './nomad.ts';
import { type Registered, runJob } from './run-job.ts';
import { createTally, type JobTally } from './tally.ts';
import { readLog, type TaskLog } from './task-logs.ts';
import { findTrouble, type Trouble } from './trouble.ts';
import { createWatch } from './watch.ts';

export type Ran =
  | Registered
  | { readonly kind: 'unknown' }
  | { readonly kind: 'dispatched'; readonly jobs: readonly string[] };

/** The jobs that are known by name: HCL files of one folder, and what Nomad has registered. */
export type Jobs = {
  readonly names: () => Promise<readonly string[]>;
  readonly list: () => Promise<readonly JobStub[]>;
  /** Nothing where Nomad has no such job. */
  readonly tally: (name: string) => Promise<JobTally | undefined>;
  /** Why a job runs fewer tasks than were asked for, as far as Nomad tells. */
  readonly trouble: (tally: JobTally) => Promise<Trouble>;
  /** Plans and registers the job with that many tasks; a parameterized one is dispatched that often. */
  readonly run: (name: string, count: number, token: string) => Promise<Ran>;
  /** The same for the job as Nomad has it, whatever its file says by now. */
  readonly scale: (now: JobTally, count: number, token: string) => Promise<Registered>;
  readonly stop: (now: JobTally) => Promise<void>;
  readonly log: (now: JobTally) => Promise<TaskLog | undefined>;
};

export type JobCatalogue = {
  /** The jobs as one turn sees them, every call made by the turn's client. */
  readonly during: (nomad: Nomad) => Jobs;
  /** The names known right now, read again in the background. */
  readonly names: () => readonly string[];
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
  const tallyJob = createTally();
  const idsOfFiles = new Map<string, string>();
  let seen: readonly JobStub[] = [];

  /** What Nomad has, as far as the watch knows; what is dispatched or launched by another job is left out. */
  function stubs(): readonly JobStub[] {
    seen = watch.now() ?? seen;
    return seen.filter(({ ParentID = '' }) => ParentID === '');
  }

  function idOf(name: string): string {
    const known = idsOfFiles.get(name);
    if (known !== undefined) return known;
    return stubs().find(({ ID, Name }) => ID !== name && Name === name)?.ID ?? name;
  }

  function stubOf(id: string): JobStub | undefined {
    return watch.now()?.find(({ ID }) => ID === id);
  }

  async function allNames(): Promise<readonly string[]> {
    const files = await jobNames(folder);
    const ids = new Set(idsOfFiles.values());
    const others = stubs().filter(({ ID }) => !ids.has(ID));
    return [...new Set([...files, ...others.map(({ Name }) => Name)])].toSorted();
  }

  /** A file may hold a job of another name, which only Nomad can tell. */
  async function learn(): Promise<void> {
    const unlearnt = (await jobNames(folder)).filter((name) => !idsOfFiles.has(name));
    for (const name of unlearnt) await orNothing(parse(background, name, 1));
  }

  async function parse(nomad: Nomad, name: string, count: number) {
    const file = await readJobFile(folder, name);
    if (!file) return undefined;
    const job = await nomad.parse(file.source, file.takesCount ? { count } : {});
    idsOfFiles.set(name, job.ID);
    return { job, source: file.source };
  }

  const names = createLiveNames({
    clock,
    read: async () => {
      if (watch.now()) await learn();
      return allNames();
    },
  });
  names();

  return {
    names,
    close: watch.stop,
    during(nomad) {
      const tally: Jobs['tally'] = (name) => {
        const id = idOf(name);
        return tallyJob(nomad, id, stubOf(id));
      };

      async function register(...[, order]: Parameters<typeof runJob>): Promise<Registered> {
        const registered = await runJob(nomad, order);
        watch.expect(registered.index);
        return registered;
      }

      async function findOrder(name: string, count: number) {
        const [parsed, guess] = await Promise.all([parse(nomad, name, count), tally(name)]);
        const { job, source } = parsed ?? { job: guess?.job, source: undefined };
        const before = job && job.ID !== guess?.id ? await tally(name) : guess;
        return job && { job, source, before };
      }

      return {
        tally,
        names: allNames,
        list: async () => watch.now() ?? nomad.jobs(),
        trouble: (now) => findTrouble(nomad, now),
        log: ({ id }) => readLog(nomad, id),
        async run(name, count, token) {
          const order = await findOrder(name, count);
          if (!order) return { kind: 'unknown' };
          if (!order.job.ParameterizedJob) return register(nomad, { ...order, count, token });
          const { job, source, before } = order;
          if (!before || before.isStopped) await nomad.register(job, source);
          return { kind: 'dispatched', jobs: await dispatchJob(nomad, job.ID, count, token) };
        },
        scale: (before, count, token) => register(nomad, { job: before.job, before, count, token }),
        async stop({ id }) {
          watch.expect((await nomad.stop(id)).index);
        },
      };
    },
  };
}

async function orNothing(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined); // a file that Nomad can not read says so when it is run
}
