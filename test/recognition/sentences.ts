import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  readSentences,
  type Sentence as Line,
} from '../../src/conversation/recognition/classifier/sentences.ts';

export const kinds = ['paraphrases', 'mishearings', 'out-of-scope', 'near-misses'] as const;

export type Kind = (typeof kinds)[number];

/** A line of one of the data sets. */
export type Sentence = Line & { readonly kind: Kind };

/** The data sets of a folder, the project's own unless another is named. */
export function loadSentences(folder?: string): readonly Sentence[] {
  const from = folder === undefined ? import.meta.url : pathToFileURL(`${folder}/`);
  return kinds.flatMap((kind) => {
    const text = readFileSync(new URL(`${kind}.tsv`, from), 'utf8');
    return readSentences(text).map((line) => Object.assign({ kind }, line));
  });
}

/** The names that are alive while the sentences are heard. */
export function names(list: string): readonly string[] {
  return alive.get(list) ?? none;
}

const none: readonly string[] = [];
const alive: ReadonlyMap<string, readonly string[]> = new Map([
  ['job', ['ping', 'web', 'api', 'batch-etl', 'crawler']],
  ['node', ['client-1', 'client-2', 'client-3', 'client-4', 'client-5']],
  ['service', ['web', 'api', 'postgres', 'billing-api', 'consul', 'nomad', 'vault']],
  ['datacenter', ['dc1', 'dc2']],
  ['role', ['readonly', 'worker']],
]);

export function toSlotText(slots: Readonly<Record<string, string | number>>): string {
  return Object.entries(slots)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join(' ');
}
