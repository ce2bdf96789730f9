import { toWords } from './normalise.ts';

export type Said<T> = { readonly value: T; readonly length: number };

export type Phrases<T> = {
  /** Which of the phrases are said from a place on; the longest come first. */
  readonly at: (words: readonly string[], at: number) => readonly Said<T>[];
  /** The longest of the phrases with which the words end. */
  readonly ending: (words: readonly string[]) => Said<T> | undefined;
  /** Every word of every phrase. */
  readonly words: ReadonlySet<string>;
};

type Entry<T> = Said<T> & { readonly rest: readonly string[] };

export function createPhrases<T>(
  listed: Iterable<readonly [phrase: string, value: T]>,
  spellings: ReadonlyMap<string, string>,
): Phrases<T> {
  const byFirst = new Map<string, Entry<T>[]>();
  const known = new Set<string>();
  let longest = 0;
  for (const [phrase, value] of listed) {
    const said = toWords(phrase, spellings);
    for (const word of said) known.add(word);
    const [first = '', ...rest] = said;
    const entry = { value, rest, length: said.length };
    const entries = byFirst.get(first);
    if (entries) entries.push(entry);
    else byFirst.set(first, [entry]);
    longest = Math.max(longest, said.length);
  }
  for (const entries of byFirst.values()) entries.sort((a, b) => b.length - a.length);

  const at: Phrases<T>['at'] = (words, start) =>
    (byFirst.get(words[start] ?? '') ?? []).filter(({ rest }) =>
      rest.every((word, index) => words[start + 1 + index] === word),
    );
  return {
    at,
    words: known,
    ending: (words) => {
      for (let start = Math.max(0, words.length - longest); start < words.length; start += 1) {
        const ending = at(words, start).find(({ length }) => start + length === words.length);
        if (ending) return ending;
      }
      return undefined;
    },
  };
}
