import { type Config, namesOf } from './config.ts';
import { type Catalog, loadCatalog } from './conversation/catalog.ts';
import { withClusters } from './conversation/clusters.ts';
import type { ReadSlot, Recognize } from './conversation/recognition.ts';
import { recognizeInClusters } from './conversation/recognition/in-clusters.ts';
import {
  everyCluster,
  recognizeOnAllClusters,
} from './conversation/recognition/on-all-clusters.ts';
import { loadModel } from './conversation/recognition/classifier/model-file.ts';
import type { Lists } from './conversation/recognition/lists.ts';
import { createReadSlot, createRecognize } from './conversation/recognize.ts';
import type { Script } from './conversation/script.ts';
import { loadLists } from './conversation/words.ts';
import { jobNames } from './platforms/nomad/job-files.ts';

export const words = new URL('../intents/', import.meta.url);
/** Beside the compiled code, wherever this runs from. */
const modelFile = new URL('../dist/words/classifier.bin', import.meta.url);

export type Ear = {
  readonly catalog: Catalog;
  readonly scripts: ReadonlyMap<string, Script>;
  readonly recognize: Recognize;
  readonly readSlot: ReadSlot;
};

/**
 * Loads the catalog and prepares the recogniser for it: all that listening needs, and nothing that acts. With
 * several clusters every sentence may name one.
 */
export async function loadEar(clusters: readonly string[] = []): Promise<Ear> {
  const isOne = clusters.length < 2;
  const general = await loadLists(words);
  const lists = isOne ? general : withNames(general, clusters);
  const deeds = await loadCatalog(words, new URL('./intents/', import.meta.url), lists);
  const catalog = withClusters(deeds, clusters, lists.clusters);
  const scripts = new Map(Array.from(catalog, ([id, { script }]) => [id, script]));
  const risks = new Map(Array.from(catalog, ([id, { intent }]) => [id, intent.risk]));
  const model = await loadModel(modelFile);
  const hear = createRecognize({ scripts, lists, risks, model });
  const takes = (intent: string): boolean => scripts.get(intent)?.slots['cluster'] !== undefined;
  const { every, again, nouns } = lists.clusters;
  const recognize = isOne
    ? hear
    : recognizeOnAllClusters(recognizeInClusters(hear, { clusters, lists, takes }), {
        every,
        noun: nouns[0] ?? '',
        again,
        takes,
      });
  return { catalog, scripts, recognize, readSlot: createReadSlot(lists) };
}

function withNames(lists: Lists, clusters: readonly string[]): Lists {
  const cluster = Object.fromEntries<string[]>(clusters.map((name) => [name, []]));
  cluster[everyCluster] = [...lists.clusters.every];
  return { ...lists, vocabularies: { ...lists.vocabularies, cluster } };
}

/** An ear that knows the names of the job files, for parsing without a server. */
export async function openEar({
  jobs,
  clusters,
}: Config): Promise<Ear & { readonly names: (list: string) => readonly string[] }> {
  const [ear, files] = await Promise.all([loadEar(namesOf(clusters)), jobNames(jobs)]);
  return { ...ear, names: (list) => (list === 'job' ? files : []) };
}
