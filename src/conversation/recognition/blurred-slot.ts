import type { Names } from './names.ts';
import type { Filling } from './slots.ts';

const blurred = 'blurred ';
const longest = 3;

/** A slot type for the living names that are heard with one sound too many, too few or wrong. */
export function toBlurred(type: string): string {
  return blurred + type;
}

/** The type whose names are heard so, if it is such a slot type. */
export function fromBlurred(type: string): string | undefined {
  return type.startsWith(blurred) ? type.slice(blurred.length) : undefined;
}

export function readBlurred(
  names: Names | undefined,
  words: readonly string[],
  at: number,
): readonly Filling[] {
  if (!names) return [];
  for (let length = Math.min(longest, words.length - at); length > 0; length -= 1) {
    const value = names.blurred(words.slice(at, at + length));
    if (value !== undefined) return [{ value, length, how: 'sounding' }];
  }
  return [];
}

/** "The etl job" for batch-etl, where no other name has that part. */
export function readPart(names: Names | undefined, word: string): readonly Filling[] {
  const value = names?.partly(word);
  return value === undefined ? [] : [{ value, length: 1, how: 'part' }];
}
