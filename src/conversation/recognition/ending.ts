import type { Said } from './phrases.ts';

/** No phrase at the end of what is said is longer. */
const longest = 12;

/** Finds the longest of some phrases with which the words end. */
export function createEnding<T>(
  at: (words: readonly string[], at: number) => readonly Said<T>[],
): (words: readonly string[]) => Said<T> | undefined {
  return (words) => {
    for (let start = Math.max(0, words.length - longest); start < words.length; start += 1) {
      const said = at(words, start).find(({ length }) => start + length === words.length);
      if (said) return said;
    }
    return undefined;
  };
}
