import { createLiveNames } from '../live-names.ts';
import { type JobFile, jobNames, readJobFile } from './job-files.ts';
import type { Job, JobStub, Nomad } from './nomad.ts';

/** What jobs are called: by their files, by the jobs in these, and by what Nomad has registered. */
export type JobNames = {
  /** The names known right now; the same array while they are the same. */
  readonly now: () => readonly string[];
  readonly all: () => Promise<readonly string[]>;
  /** The ID that Nomad knows a job of this name by. */
  readonly idOf: (name: string) => string;
  /** The job of a file as Nomad parses it, or nothing where there is no such file. */
  readonly parse: (
    nomad: Nomad,
    name: string,
    count: number,
  ) => Promise<{ readonly job: Job; readonly source: string } | undefined>;
};

export type JobNamesOptions = {
  readonly nomad: Nomad;
  readonly folder: URL;
  readonly clock: () => number;
  /** Nomad's jobs, or nothing while it is out of touch. */
  readonly listed: () => readonly JobStub[] | undefined;
};

export function createJobNames({
  nomad: background,
  folder,
  clock,
  listed,
}: JobNamesOptions): JobNames {
  const ids = new Map<string, string>(); // by the name of the file
  let seen: readonly JobStub[] = [];
  let latest: readonly string[] = [];

  /** What another job has dispatched or launched has no name of its own. */
  function registered(): readonly JobStub[] {
    seen = listed() ?? seen;
    return seen.filter(({ ParentID = '' }) => ParentID === '');
  }

  function merge(files: readonly string[]): readonly string[] {
    const inFiles = files.flatMap((file) => ids.get(file) ?? []);
    const others = registered().filter(({ ID }) => !inFiles.includes(ID));
    return [...new Set([...files, ...inFiles, ...others.map(({ Name }) => Name)])].toSorted();
  }

  async function parse(nomad: Nomad, name: string, count: number) {
    const [other = name] = [...ids].find(([, id]) => id === name) ?? [];
    const fileName = ids.has(name) ? name : other;
    const file = await readJobFile(folder, fileName);
    if (!file) return undefined;
    const job = await nomad.parse(file.source, toVariables(file, count));
    ids.set(fileName, job.ID);
    return { job, source: file.source };
  }

  /** A file may hold a job of another name, which only Nomad can tell. */
  async function readFiles(): Promise<readonly string[]> {
    const files = await jobNames(folder);
    const unread = listed() ? files.filter((name) => !ids.has(name)) : [];
    // one that Nomad can not read says so when it is run
    for (const name of unread) await parse(background, name, 1).catch(() => undefined);
    return files;
  }

  const files = createLiveNames({ clock, read: readFiles });
  files();

  return {
    parse,
    all: async () => merge(await jobNames(folder)),
    idOf: (name) =>
      ids.get(name) ??
      registered().find(({ ID, Name }) => ID !== name && Name === name)?.ID ??
      name,
    now() {
      const fresh = merge(files());
      if (fresh.join('\n') !== latest.join('\n')) latest = fresh;
      return latest;
    },
  };
}

function toVariables({ takesCount }: JobFile, count: number): Readonly<Record<string, number>> {
  return takesCount ? { count } : {};
}
