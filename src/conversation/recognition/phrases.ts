import { createEnding } from './ending.ts';
import { fileUnder } from './file-under.ts';
import { toWords } from './normalise.ts';
import { createShelves, type Entry } from './shelves.ts';

export type Said<T> = { readonly value: T; readonly length: number };

export type Listed<T> = readonly [phrase: string, value: T];

export type Phrases<T> = {
  /** Which of the phrases are said from a place on; the longest come first. */
  readonly at: (words: readonly string[], at: number) => readonly Said<T>[];
  /** The longest of the phrases with which the words end. */
  readonly ending: (words: readonly string[]) => Said<T> | undefined;
  /** All phrases that begin with a word, the longest first. */
  readonly under: (first: string) => readonly (Said<T> & Entry)[];
};

export function createPhrases<T>(
  listed: Iterable<Listed<T>>,
  spellings: ReadonlyMap<string, string>,
): Phrases<T> {
  const filed = new Map<string, Listed<T>[]>();
  for (const one of listed) {
    fileUnder(filed, toFirst(one[0], spellings), one);
  }
  return openPhrases((first) => filed.get(first) ?? [], spellings);
}

/** Phrases that are looked up by their first word, and taken apart when that word is first heard. */
export function openPhrases<T>(
  listUnder: (first: string) => Iterable<Listed<T>>,
  spellings: ReadonlyMap<string, string>,
): Phrases<T> {
  const { at, under } = createShelves((first) =>
    Array.from(listUnder(first), ([phrase, value]) => {
      const [, ...rest] = toWords(phrase, spellings);
      return { value, rest, length: rest.length + 1 };
    }),
  );
  return { at, under, ending: createEnding(at) };
}

export function toFirst(phrase: string, spellings: ReadonlyMap<string, string>): string {
  const space = phrase.indexOf(' ');
  const first = space < 0 ? phrase : phrase.slice(0, space);
  if (!spellings.has(first) && !/[^a-z]/.test(first)) return first;
  return toWords(phrase, spellings)[0] ?? '';
}
