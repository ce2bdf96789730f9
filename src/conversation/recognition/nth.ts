import type { Filling } from './slots.ts';

const nth = 'nth ';
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** A slot type for the place of a value in its list: "the second one". */
export function toNth(type: string): string {
  return nth + type;
}

export function isNth(type: string): boolean {
  return type.startsWith(nth);
}

export function fromNth(type: string): string {
  return type.slice(nth.length);
}

export function readNth(
  options: readonly string[],
  words: readonly string[],
  at: number,
): readonly Filling[] {
  const word = words[at] ?? '';
  const value = word === 'last' ? options.at(-1) : options[ordinals.indexOf(word)];
  return value === undefined ? [] : [{ value, length: 1, how: 'pronoun' }];
}
