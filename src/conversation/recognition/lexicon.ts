import type { Lists } from './lists.ts';
import { toWords } from './normalise.ts';
import { createPhrases } from './phrases.ts';
import { type Heard, listWords } from './word-classes.ts';

/** One way to read the words from a place on: as a concept that templates are written in. */
export type Reading = Heard & { readonly length: number };

export type Lexicon = {
  readonly spellings: ReadonlyMap<string, string>;
  readonly readAt: (words: readonly string[], at: number) => readonly Reading[];
  /** How many words from `at` on carry no meaning; more do where nothing can be changed. */
  readonly lightAt: (words: readonly string[], at: number, harmless: boolean) => number;
  /** Whether a word promises that another follows, so that a sentence which ends with it is unfinished. */
  readonly isLinking: (word: string) => boolean;
  /** The concepts that words of a template stand for; `keep` holds on to light words too. */
  readonly toConcepts: (words: readonly string[], light: LightWords) => readonly string[];
  readonly isNoun: (concept: string) => boolean;
  /** Whether a concept alone tells what is talked about: no question word, no product. */
  readonly isWeighty: (concept: string) => boolean;
  readonly isTrade: (concept: string) => boolean;
  /** Whether a word means something here, so that it can not be an unknown name. */
  readonly has: (word: string) => boolean;
};

export type LightWords = { readonly harmless: boolean; readonly keep: boolean };

/** Everything that words mean, from `_lists.yaml` and from the templates (`literals`) themselves. */
export function createLexicon(lists: Lists, literals: readonly string[]): Lexicon {
  const { light, guards, vocabularies } = lists;
  const spellings = new Map(Object.entries(lists.spellings));
  const find = createPhrases(listWords(lists), spellings);
  const findLight = createPhrases(
    [...mark('any', [...light.linking, ...light.always]), ...mark('read', light.reads)],
    spellings,
  );
  const linking = new Set(light.linking);
  const trade = new Set(lists.trade);
  const products = Object.values(vocabularies).flatMap((values) => Object.keys(values));
  const slight = new Set([...guards.question, ...lists.nameless, ...products]);
  const own = toVocabulary(literals, spellings);
  const small = toVocabulary([...lists.nameless, ...toSmallWords(lists)], spellings);

  const remembered = new Map<string, readonly string[]>();
  const lightAt: Lexicon['lightAt'] = (words, at, harmless) =>
    findLight.at(words, at).find(({ value }) => harmless || value === 'any')?.length ?? 0;

  function* readConcepts(
    words: readonly string[],
    harmless: boolean,
    keep: boolean,
  ): Generator<string> {
    for (let at = 0; at < words.length;) {
      const head = find.at(words, at).find(({ value }) => value.how === 'own');
      const skipped = keep ? 0 : lightAt(words, at, harmless);
      const length = head?.length ?? 1;
      if (head && length >= skipped) yield head.value.concept;
      else if (skipped === 0) yield `=${words[at] ?? ''}`;
      at += Math.max(skipped, length);
    }
  }

  return {
    spellings,
    readAt: (words, at) => {
      const word = words[at] ?? '';
      const readings: Reading[] = find
        .at(words, at)
        .map(({ value: { concept, how }, length }) => ({ concept, how, length }));
      if (own.has(word)) readings.push({ concept: `=${word}`, length: 1, how: 'own' });
      return readings;
    },
    lightAt,
    isLinking: (word) => linking.has(word),
    toConcepts: (words, { harmless, keep }) => {
      const key = `${words.join(' ')}/${harmless}/${keep}`;
      const concepts = remembered.get(key) ?? [...readConcepts(words, harmless, keep)];
      remembered.set(key, concepts);
      return concepts;
    },
    isNoun: (concept) => concept in lists.nouns,
    isWeighty: (concept) => !slight.has(concept.replace(/^=/, '')),
    isTrade: (concept) => trade.has(concept.replace(/^=|:.*$/g, '')),
    has: (word) => own.has(word) || small.has(word) || find.words.has(word),
  };
}

function mark<T extends string>(
  value: T,
  phrases: readonly string[],
): readonly (readonly [string, T])[] {
  return phrases.map((phrase) => [phrase, value]);
}

function toVocabulary(
  phrases: readonly string[],
  spellings: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const words = new Set<string>();
  for (const phrase of phrases) for (const word of toWords(phrase, spellings)) words.add(word);
  return words;
}

function toSmallWords({ light, wrapping, guards, answers }: Lists): readonly string[] {
  return [light, wrapping, guards, answers].flatMap((group) => Object.values(group).flat());
}
