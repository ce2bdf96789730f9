import { readdir, readFile } from 'node:fs/promises';

const ending = '.nomad.hcl';

export type JobFile = {
  readonly source: string;
  /** It has a variable `count`, which is given what was asked for. */
  readonly takesCount: boolean;
};

/** The names of the job files in a folder, sorted. */
export async function jobNames(folder: URL): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .toSorted();
}

/** A job file by its name, or nothing where the folder has none of that name. */
export async function readJobFile(folder: URL, name: string): Promise<JobFile | undefined> {
  if (!(await jobNames(folder)).includes(name)) return undefined;
  const source = await readFile(new URL(encodeURIComponent(name) + ending, folder), 'utf8');
  return { source, takesCount: /^\s*variable\s+"count"/m.test(source) };
}
