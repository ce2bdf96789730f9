import { conjugate, type Form, toPlural } from './inflect.ts';
import type { Lists } from './lists.ts';
import { toWords } from './normalise.ts';

/** One way to read the words from a place on: as a concept that templates are written in. */
export type Reading = {
  readonly concept: string;
  readonly length: number;
  readonly repaired: boolean;
};

export type Lexicon = {
  readonly readAt: (words: readonly string[], at: number) => readonly Reading[];
  /** How many words from `at` on carry no meaning; more do where nothing can be changed. */
  readonly lightAt: (words: readonly string[], at: number, harmless: boolean) => number;
  /** Whether a word promises that another follows, so that a sentence which ends with it is unfinished. */
  readonly isLinking: (word: string) => boolean;
  /** The concepts that words of a template stand for; `keep` holds on to light words too. */
  readonly toConcepts: (
    words: readonly string[],
    light: { readonly harmless: boolean; readonly keep: boolean },
  ) => readonly string[];
  readonly isTrade: (concept: string) => boolean;
  /** Whether a word means something here, so that it can not be an unknown name. */
  readonly has: (word: string) => boolean;
  readonly spellings: ReadonlyMap<string, string>;
};

/**
 * Turns the word classes of `_lists.yaml` into concepts. A noun's concept is the first of its class; a verb's also
 * has the form ("deploy:ing"), because "deploying nomad" is not "deploy nomad". Any other word of a template is
 * a concept of its own.
 */
export function createLexicon(lists: Lists, literals: readonly string[]): Lexicon {
  const spellings = new Map(Object.entries(lists.spellings));
  const listed = [...classes(lists)];
  const find = createFinder(listed, spellings);
  const findHead = createFinder(
    listed.filter(({ head }) => head),
    spellings,
  );
  const { linking, always, reads } = lists.light;
  const linkingWords = new Set(linking);
  const findLight = createFinder(toListed([...linking, ...always]), spellings);
  const findLightRead = createFinder(toListed([...linking, ...always, ...reads]), spellings);
  const trade = new Set(lists.trade.flatMap((word) => [word, `=${word}`]));
  const known = collectWords(lists, [...literals, ...listed.map(({ phrase }) => phrase)], spellings);
  const ownWords = new Set(literals.flatMap((literal) => toWords(literal, spellings)));

  const lightAt: Lexicon['lightAt'] = (words, at, harmless) =>
    Math.max(0, ...(harmless ? findLightRead : findLight)(words, at).map(({ length }) => length));

  return {
    readAt: (words, at) => {
      const own = words[at] ?? '';
      const readings = find(words, at);
      return ownWords.has(own)
        ? [...readings, { concept: `=${own}`, length: 1, repaired: false }]
        : readings;
    },
    lightAt,
    isLinking: (word) => linkingWords.has(word),
    toConcepts: (words, { harmless, keep }) => {
      const concepts: string[] = [];
      for (let at = 0; at < words.length; ) {
        const [head] = findHead(words, at);
        const light = keep ? 0 : lightAt(words, at, harmless);
        if (head && head.length >= light) concepts.push(head.concept);
        else if (light === 0) concepts.push(`=${words[at] ?? ''}`);
        at += Math.max(light, head && head.length >= light ? head.length : 1);
      }
      return concepts;
    },
    isTrade: (concept) => trade.has(concept.replace(/:.*/, '')),
    has: (word) => known.has(word),
    spellings,
  };
}

type Listed = {
  readonly phrase: string;
  readonly concept: string;
  readonly head: boolean;
  readonly repaired: boolean;
};

/** Finds which of the listed phrases start at a place; the longest come first. */
function createFinder(
  listed: readonly Listed[],
  spellings: ReadonlyMap<string, string>,
): (words: readonly string[], at: number) => readonly Reading[] {
  const byFirst = new Map<string, (Reading & { readonly rest: readonly string[] })[]>();
  for (const { phrase, concept, repaired } of listed) {
    const [first = '', ...rest] = toWords(phrase, spellings);
    const entries = byFirst.get(first) ?? [];
    entries.push({ concept, repaired, length: rest.length + 1, rest });
    byFirst.set(first, entries);
  }
  for (const entries of byFirst.values()) entries.sort((a, b) => b.length - a.length);
  return (words, at) =>
    (byFirst.get(words[at] ?? '') ?? []).filter(({ rest }) =>
      rest.every((word, index) => words[at + 1 + index] === word),
    );
}

function* classes(lists: Lists): Generator<Listed> {
  for (const [head, members] of Object.entries(lists.verbs))
    for (const member of [head, ...members])
      for (const [form, phrase] of conjugate(member))
        yield { phrase, concept: toVerbConcept(head, form), head: member === head, repaired: false };
  for (const [head, members] of Object.entries(lists.nouns))
    for (const member of [head, ...members])
      for (const phrase of [member, toPlural(member)])
        yield { phrase, concept: head, head: member === head, repaired: false };
  for (const [head, members] of Object.entries(lists.phrases))
    for (const phrase of [head, ...members])
      yield { phrase, concept: head, head: phrase === head, repaired: false };
  for (const phrase of lists.wrapping.wish)
    yield { phrase, concept: 'want', head: phrase === 'want', repaired: false };
  for (const [head, members] of Object.entries(lists.misheard))
    for (const phrase of members) yield { phrase, concept: head, head: false, repaired: true };
}

export function toVerbConcept(head: string, form: Form): string {
  return form === 'base' ? head : `${head}:${form}`;
}

function toListed(phrases: readonly string[]): readonly Listed[] {
  return phrases.map((phrase) => ({ phrase, concept: '', head: true, repaired: false }));
}

function collectWords(
  lists: Lists,
  literals: readonly string[],
  spellings: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const { light, wrapping, guards, answers } = lists;
  const phrases = [
    ...literals,
    ...[light, wrapping, guards, answers].flatMap((group) => Object.values(group).flat()),
  ];
  return new Set(phrases.flatMap((phrase) => toWords(phrase, spellings)));
}
