import { expect, it } from 'vitest';
import { readNumber } from '../../../src/conversation/recognition/numbers.ts';

const read = (text: string): number | undefined => {
  const words = text.split(' ');
  const spoken = readNumber(words, 0);
  return spoken?.length === words.length ? spoken.value : undefined;
};

it.each([
  ['zero', 0],
  ['twelve', 12],
  ['twenty five', 25],
  ['a hundred and five', 105],
  ['one hundred five', 105],
  ['twelve hundred', 1200],
  ['two thousand and ten', 2010],
  ['a thousand and one', 1001],
  ['one hundred and twenty three thousand four hundred and five', 123_405],
  ['nine hundred ninety nine thousand nine hundred ninety nine', 999_999],
  ['one million', 1_000_000],
  ['2 thousand', 2000],
  ['1000', 1000],
  ['12k', 12_000],
  ['a dozen', 12],
  ['two dozen', 24],
  ['half a dozen', 6],
  ['a couple of', 2],
  ['twice', 2],
  ['thrice', 3],
])('reads "%s" as %d', (text, value) => expect(read(text)).toBe(value));

it.each([
  'a few',
  'several',
  'half',
  'hundred',
  'twenty twelve',
  'five five',
  'two and a half',
  'two point five',
  'two million',
  'twelve percent',
])('does not guess at "%s"', (text) => expect(read(text)).toBeUndefined());
