import { fileUnder } from './file-under.ts';
import { isOneOff } from './one-off.ts';

/** Finds what has a key that is the same, or the same but for one letter. */
export type FindAlike<T> = (key: string) => readonly T[];

/** Files things under the halves of their keys: one wrong letter leaves one of them. Each has one key. */
export function createHalves<T>(all: Iterable<T>, toKey: (one: T) => string): FindAlike<T> {
  const index = new Map<string, T[]>();
  for (const one of all) {
    const key = toKey(one);
    const half = toHalf(key.length);
    fileUnder(index, toFront(key.slice(0, half)), one);
    fileUnder(index, toBack(key.slice(half)), one);
  }

  return (key) => {
    const alike = new Set<T>();
    for (const half of toLookups(key))
      for (const one of index.get(half) ?? []) if (isAlike(toKey(one), key)) alike.add(one);
    return [...alike];
  };
}

/** Where the halves of a key may be that has as many letters, one less or one more. */
function toLookups(key: string): readonly string[] {
  const { length } = key;
  const halves = new Set<string>();
  for (const whole of [length - 1, length, length + 1]) {
    const half = toHalf(whole);
    halves.add(toFront(key.slice(0, half)));
    halves.add(toBack(key.slice(length - whole + half)));
  }
  return [...halves];
}

function toHalf(length: number): number {
  return Math.floor(length / 2);
}

function toFront(half: string): string {
  return `${half}-`;
}

function toBack(half: string): string {
  return `-${half}`;
}

function isAlike(one: string, other: string): boolean {
  return one === other || isOneOff(one, other);
}
