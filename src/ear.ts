import { type Catalog, loadCatalog } from './conversation/catalog.ts';
import type { ReadSlot, Recognize } from './conversation/recognition.ts';
import { createReadSlot, createRecognize } from './conversation/recognize.ts';
import type { Script } from './conversation/script.ts';
import { loadLists } from './conversation/words.ts';
import { jobNames } from './platforms/nomad/job-files.ts';

export const words = new URL('../intents/', import.meta.url);

export type Ear = {
  readonly catalog: Catalog;
  readonly scripts: ReadonlyMap<string, Script>;
  readonly recognize: Recognize;
  readonly readSlot: ReadSlot;
};

/** Loads the catalog and prepares the recogniser for it: all that listening needs, and nothing that acts. */
export async function loadEar(): Promise<Ear> {
  const lists = await loadLists(words);
  const catalog = await loadCatalog(words, new URL('./intents/', import.meta.url), lists);
  const scripts = new Map(Array.from(catalog, ([id, { script }]) => [id, script]));
  const risks = new Map(Array.from(catalog, ([id, { intent }]) => [id, intent.risk]));
  const recognize = createRecognize({ scripts, lists, risks });
  return { catalog, scripts, recognize, readSlot: createReadSlot(lists) };
}

/** An ear that knows the names of the job files, for parsing without a server. */
export async function openEar(
  jobs: URL,
): Promise<Ear & { readonly names: (list: string) => readonly string[] }> {
  const [ear, files] = await Promise.all([loadEar(), jobNames(jobs)]);
  return { ...ear, names: (list) => (list === 'job' ? files : []) };
}
