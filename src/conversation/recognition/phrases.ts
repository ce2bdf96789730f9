import { toWords } from './normalise.ts';

export type Said<T> = { readonly value: T; readonly length: number };

export type Listed<T> = readonly [phrase: string, value: T];

export type Phrases<T> = {
  /** Which of the phrases are said from a place on; the longest come first. */
  readonly at: (words: readonly string[], at: number) => readonly Said<T>[];
  /** The longest of the phrases with which the words end. */
  readonly ending: (words: readonly string[]) => Said<T> | undefined;
  /** All phrases that begin with a word, the longest first. */
  readonly under: (first: string) => readonly Entry<T>[];
};

type Entry<T> = Said<T> & { readonly rest: readonly string[] };

/** No closing phrase is longer. */
const longestEnding = 12;
const mostAbsent = 2000;

export function createPhrases<T>(
  listed: Iterable<Listed<T>>,
  spellings: ReadonlyMap<string, string>,
): Phrases<T> {
  const filed = new Map<string, Listed<T>[]>();
  for (const one of listed) {
    const first = toFirst(one[0], spellings);
    const list = filed.get(first);
    if (list) list.push(one);
    else filed.set(first, [one]);
  }
  return openPhrases((first) => filed.get(first) ?? [], spellings);
}

/** Phrases that are looked up by their first word, and taken apart when that word is first heard. */
export function openPhrases<T>(
  listUnder: (first: string) => Iterable<Listed<T>>,
  spellings: ReadonlyMap<string, string>,
): Phrases<T> {
  return fromEntries((first) =>
    Array.from(listUnder(first), ([phrase, value]) => {
      const [, ...rest] = toWords(phrase, spellings);
      return { value, rest, length: rest.length + 1 };
    }),
  );
}

/** Several books of phrases as one, each value put as it is wanted; of phrases as long, the first book's come first. */
export function joinPhrases<T, U>(
  books: readonly Phrases<T>[],
  toValue: (said: Said<T>) => U,
): Phrases<U> {
  return fromEntries((first) =>
    books.flatMap(({ under }) =>
      under(first).map((one) => ({ value: toValue(one), rest: one.rest, length: one.length })),
    ),
  );
}

function fromEntries<T>(list: (first: string) => Entry<T>[]): Phrases<T> {
  const opened = new Map<string, readonly Entry<T>[]>();
  const absent = new Set<string>();
  const none: readonly Entry<T>[] = [];

  const at: Phrases<T>['at'] = (words, start) => {
    const entries = under(words[start] ?? '');
    const longest = entries[0]?.length ?? 0;
    return longest < 2 ? entries : entries.filter(({ rest }) => follows(rest, words, start + 1));
  };
  return {
    at,
    ending: (words) => {
      for (
        let start = Math.max(0, words.length - longestEnding);
        start < words.length;
        start += 1
      ) {
        const ending = at(words, start).find(({ length }) => start + length === words.length);
        if (ending) return ending;
      }
      return undefined;
    },
    under,
  };

  /** Words that nothing begins with are remembered up to a limit, so that talk can not fill the memory. */
  function under(first: string): readonly Entry<T>[] {
    const known = opened.get(first);
    if (known) return known;
    if (absent.has(first)) return none;
    const entries = list(first);
    if (entries.length === 0) {
      if (absent.size >= mostAbsent) absent.clear();
      absent.add(first);
      return none;
    }
    entries.sort((a, b) => b.length - a.length);
    opened.set(first, entries);
    return entries;
  }
}

function follows(rest: readonly string[], words: readonly string[], from: number): boolean {
  for (let at = 0; at < rest.length; at += 1) if (words[from + at] !== rest[at]) return false;
  return true;
}

export function toFirst(phrase: string, spellings: ReadonlyMap<string, string>): string {
  const space = phrase.indexOf(' ');
  const first = space < 0 ? phrase : phrase.slice(0, space);
  if (!spellings.has(first) && !/[^a-z]/.test(first)) return first;
  return toWords(phrase, spellings)[0] ?? '';
}
