import type { Lists } from './lists.ts';
import type { Scripts } from '../recognition.ts';
import { toWords } from './normalise.ts';
import { createPhrases } from './phrases.ts';
import { createWordClasses, type Reading } from './word-classes.ts';

export type { Reading } from './word-classes.ts';

export type Lexicon = {
  readonly spellings: ReadonlyMap<string, string>;
  readonly readAt: (words: readonly string[], at: number) => readonly Reading[];
  /** How many words from `at` on carry no meaning; more do where nothing can be changed. */
  readonly lightAt: (words: readonly string[], at: number, harmless: boolean) => number;
  /** The same where all the rest of a sentence is understood: how many words add nothing to it. */
  readonly fillerAt: (words: readonly string[], at: number, harmless: boolean) => number;
  /** Words that are, in some phrase, without meaning, or that are spelt otherwise when heard. */
  readonly faint: ReadonlySet<string>;
  /** Whether a word promises that another follows, so that a sentence which ends with it is unfinished. */
  readonly isLinking: (word: string) => boolean;
  /** The concepts that words of a template stand for; `keep` holds on to light words too. */
  readonly toConcepts: (words: readonly string[], light: LightWords) => readonly string[];
  readonly isNoun: (concept: string) => boolean;
  readonly isVerb: (concept: string) => boolean;
  /** Whether a concept alone tells what is talked about: no question word, no product. */
  readonly isWeighty: (concept: string) => boolean;
  readonly isTrade: (concept: string) => boolean;
  /** Whether a word means something here, so that it can not be an unknown name. */
  readonly has: (word: string) => boolean;
};

export type LightWords = { readonly harmless: boolean; readonly keep: boolean };

/** Words are remembered up to a limit, so that talk can not fill the memory. */
const mostKnown = 5000;

/** Everything that words mean, from `_lists.yaml` and from the words of the templates (`literals`) themselves. */
export function createLexicon(lists: Lists, literals: string): Lexicon {
  const { light, guards, vocabularies } = lists;
  const spellings = new Map(Object.entries(lists.spellings));
  const own = toVocabulary(literals, spellings);
  const classes = createWordClasses(lists, own, spellings);
  const findLight = createPhrases(
    [
      ...mark('any', [...light.linking, ...light.always]),
      ...mark('read', light.reads),
      ...mark('filler', light.filler),
      ...mark('chatter', light.chatter),
    ],
    spellings,
  );
  const linking = new Set(light.linking);
  const trade = new Set(lists.trade);
  const products = Object.values(vocabularies).flatMap((values) => Object.keys(values));
  const slight = new Set([...guards.question, ...lists.nameless, ...products]);
  let small: ReadonlySet<string> | undefined;
  const known = new Map<string, boolean>();

  const lightAt: Lexicon['lightAt'] = (words, at, harmless) =>
    findLight.at(words, at).find(({ value }) => (harmless && value === 'read') || value === 'any')
      ?.length ?? 0;

  return {
    spellings,
    readAt: classes.at,
    lightAt,
    fillerAt: (words, at, harmless) =>
      findLight.at(words, at).find(({ value }) => harmless || value === 'any' || value === 'filler')
        ?.length ?? 0,
    faint: new Set([
      ...spellings.keys(),
      ...lists.places.prepositions,
      ...[...light.linking, ...light.always, ...light.reads].join(' ').split(' '),
    ]),
    isLinking: (word) => linking.has(word),
    toConcepts: (words, { harmless, keep }) => {
      const concepts: string[] = [];
      for (let at = 0; at < words.length;) {
        const head = classes.at(words, at).find(isListed);
        const skipped = keep ? 0 : lightAt(words, at, harmless);
        const length = head?.length ?? 1;
        if (head && length >= skipped) concepts.push(head.concept);
        else if (skipped === 0) concepts.push(`=${words[at] ?? ''}`);
        at += Math.max(skipped, length);
      }
      return concepts;
    },
    isNoun: (concept) => concept in lists.nouns,
    isVerb: (concept) => concept in lists.verbs,
    isWeighty: (concept) => !slight.has(concept.replace(/^=/, '')),
    isTrade: (concept) => trade.has(concept.replace(/^=|:.*$/g, '')),
    has: (word) => {
      const before = known.get(word);
      if (before !== undefined) return before;
      small ??= toVocabulary([...lists.nameless, ...toSmallWords(lists)].join(' '), spellings);
      const isMeant = own.has(word) || small.has(word) || classes.has(word);
      if (known.size >= mostKnown) known.clear();
      known.set(word, isMeant);
      return isMeant;
    },
  };
}

/** The words of all templates, without their slots. */
export function toLiterals(scripts: Scripts): string {
  return Array.from(scripts.values(), ({ utterances }) => utterances.join(' '))
    .join(' ')
    .replaceAll(/\{[^}]*\}|[[\]()|]/g, ' ');
}

/** As itself and with a class, not as a word of the templates alone. */
function isListed({ concept, how }: Reading): boolean {
  return how === 'own' && !concept.startsWith('=');
}

function mark<T extends string>(
  value: T,
  phrases: readonly string[],
): readonly (readonly [string, T])[] {
  return phrases.map((phrase) => [phrase, value]);
}

function toVocabulary(text: string, spellings: ReadonlyMap<string, string>): ReadonlySet<string> {
  const words = new Set(text.split(' '));
  words.delete('');
  for (const word of Array.from(words))
    if (spellings.has(word) || /[^a-z]/.test(word)) {
      words.delete(word);
      for (const part of toWords(word, spellings)) words.add(part);
    }
  return words;
}

function toSmallWords({ light, wrapping, guards, answers }: Lists): readonly string[] {
  return [light, wrapping, guards, answers]
    .flatMap((group) => Object.values(group).flat())
    .map((phrase) => phrase.replaceAll(/[[\]()|]/g, ' '));
}
