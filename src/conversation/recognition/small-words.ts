import type { Element } from './compile.ts';
import { readHomophone, readNumber } from './numbers.ts';

/** "to five" is a target, and "forty for" may be 44: neither "to" nor "for" adds nothing there. */
export function isPartOfNumber(words: readonly string[], at: number): boolean {
  if (words[at] === 'to' && readNumber(words, at + 1)) return true;
  return (
    readHomophone(words, at) !== undefined && readNumber([words[at - 1] ?? ''], 0) !== undefined
  );
}

/** Whether what stands before a slot is still to be heard: "put vault on five servers" is not "put five servers on". */
export function isAwaited(before: Element | undefined, index: number, rest: number): boolean {
  if (before?.kind !== 'word' || before.optional || (rest & (1 << index)) === 0) return false;
  return before.concepts.every((concept) => prepositions.test(concept));
}

const prepositions = /^=?(?:on|to|at|with|of|for|from|in)$/;

/** Whether a concept is the one that is wanted, in the form that is; "being" is its own. */
export function isIn(concept: string, wanted: string, suffix: string): boolean {
  if (suffix === '') return wanted === concept;
  if (wanted + suffix === concept) return true;
  return suffix === ':ing' && wanted === concept && /^=.*ing$/.test(wanted);
}
