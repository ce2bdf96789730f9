import { toWords } from './normalise.ts';

export type Said<T> = { readonly value: T; readonly length: number };

export type Listed<T> = readonly [phrase: string, value: T];

export type Phrases<T> = {
  /** Which of the phrases are said from a place on; the longest come first. */
  readonly at: (words: readonly string[], at: number) => readonly Said<T>[];
  /** The longest of the phrases with which the words end. */
  readonly ending: (words: readonly string[]) => Said<T> | undefined;
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
  const opened = new Map<string, readonly Entry<T>[]>();
  const absent = new Set<string>();
  const none: readonly Entry<T>[] = [];

  const at: Phrases<T>['at'] = (words, start) => {
    const entries = entriesOf(words[start] ?? '');
    if (entries.length === 0) return none;
    return entries.filter(({ rest }) =>
      rest.every((word, index) => words[start + 1 + index] === word),
    );
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
  };

  /** Words that nothing begins with are remembered up to a limit, so that talk can not fill the memory. */
  function entriesOf(first: string): readonly Entry<T>[] {
    const known = opened.get(first);
    if (known) return known;
    if (absent.has(first)) return none;
    const entries = Array.from(listUnder(first), ([phrase, value]) => toEntry(phrase, value));
    if (entries.length === 0) {
      if (absent.size >= mostAbsent) absent.clear();
      absent.add(first);
      return none;
    }
    entries.sort((a, b) => b.length - a.length);
    opened.set(first, entries);
    return entries;
  }

  function toEntry(phrase: string, value: T): Entry<T> {
    const [, ...rest] = toWords(phrase, spellings);
    return { value, rest, length: rest.length + 1 };
  }
}

export function toFirst(phrase: string, spellings: ReadonlyMap<string, string>): string {
  const space = phrase.indexOf(' ');
  const first = space < 0 ? phrase : phrase.slice(0, space);
  if (!spellings.has(first) && !/[^a-z]/.test(first)) return first;
  return toWords(phrase, spellings)[0] ?? '';
}
