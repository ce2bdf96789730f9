import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export const kinds = ['paraphrases', 'mishearings', 'out-of-scope', 'near-misses'] as const;

export type Kind = (typeof kinds)[number];

/** One line of a data set: what is heard, and the intent and slots (as `name=value …`) that it should be. */
export type Sentence = {
  /** Words and rules were made while looking at `tune`; `report` was written blind, by others, and heard last of all. */
  readonly half: 'tune' | 'report';
  readonly kind: Kind;
  /** Nothing where no intent may come out. */
  readonly intent: string | undefined;
  readonly slots: string;
  readonly hear: string;
};

/** The data sets of a folder, the project's own unless another is named. */
export function loadSentences(folder?: string): readonly Sentence[] {
  const from = folder === undefined ? import.meta.url : pathToFileURL(`${folder}/`);
  return kinds.flatMap((kind) => {
    const text = readFileSync(new URL(`${kind}.tsv`, from), 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [half = '', intent = '-', slots = '-', hear = ''] = line.split('\t');
        return {
          half: half === 'tune' ? ('tune' as const) : ('report' as const),
          kind,
          intent: intent === '-' ? undefined : intent,
          slots: slots === '-' ? '' : slots.split(' ').toSorted().join(' '),
          hear,
        };
      });
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
