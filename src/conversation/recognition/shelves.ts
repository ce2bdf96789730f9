import { fileUnder } from './file-under.ts';

/** A phrase that stands under its first word: the words after that, and how many they are in all. */
export type Entry = { readonly rest: readonly string[]; readonly length: number };

export type Shelves<E> = {
  /** The entries that are said from a place on; the longest come first. */
  readonly at: (words: readonly string[], at: number) => readonly E[];
  /** All entries under a word, the longest first. */
  readonly under: (first: string) => readonly E[];
};

type Shelf<E> = {
  readonly all: readonly E[];
  /** Entries of one word, and of more by the second of them. */
  readonly single: readonly E[];
  readonly bySecond: ReadonlyMap<string, readonly E[]>;
};

const mostEmpty = 2000;
const empty: Shelf<never> = { all: [], single: [], bySecond: new Map() };

/** Files phrases by their first two words. What stands under a word is listed when it is first heard. */
export function createShelves<E extends Entry>(list: (first: string) => readonly E[]): Shelves<E> {
  const shelves = new Map<string, Shelf<E>>();
  const unused = new Set<string>();

  return {
    at: (words, at) => {
      const { single, bySecond } = shelfOf(words[at] ?? '');
      const longer = bySecond.size > 0 ? bySecond.get(words[at + 1] ?? '') : undefined;
      if (!longer) return single;
      const said = longer.filter(({ rest }) => follows(rest, words, at + 1));
      return said.length === 0 ? single : said.concat(single);
    },
    under: (first) => shelfOf(first).all,
  };

  /** Words that nothing begins with are remembered up to a limit, so that talk can not fill the memory. */
  function shelfOf(first: string): Shelf<E> {
    const known = shelves.get(first);
    if (known) return known;
    if (unused.has(first)) return empty;
    const entries = list(first);
    if (entries.length === 0) {
      if (unused.size >= mostEmpty) unused.clear();
      unused.add(first);
      return empty;
    }
    const shelf = toShelf(entries);
    shelves.set(first, shelf);
    return shelf;
  }
}

function toShelf<E extends Entry>(entries: readonly E[]): Shelf<E> {
  const all = entries.toSorted((a, b) => b.length - a.length);
  const bySecond = new Map<string, E[]>();
  for (const entry of all) {
    const [second] = entry.rest;
    if (second === undefined) continue;
    fileUnder(bySecond, second, entry);
  }
  return { all, bySecond, single: all.filter(({ length }) => length === 1) };
}

/** The first word of the rest is known to follow. */
function follows(rest: readonly string[], words: readonly string[], from: number): boolean {
  for (let at = 1; at < rest.length; at += 1) if (words[from + at] !== rest[at]) return false;
  return true;
}
