import type { Lexicon } from './lexicon.ts';
import type { Token } from './normalise.ts';
import { readNumber } from './numbers.ts';
import type { Filling } from './slots.ts';

const longest = 4;

/** Reads a name that nothing knows: words without another meaning, tied by dashes, or "node 7". */
export function readFree(
  type: string,
  tokens: readonly Token[],
  at: number,
  lexicon: Lexicon,
): readonly Filling[] {
  const words = tokens.map(({ text }) => text);
  if (words[at] === type) {
    const number = readNumber(words, at + 1);
    return number ? [{ value: `${type}-${number.value}`, length: 1 + number.length, how: 'free' }] : [];
  }
  const fillings: Filling[] = [];
  let value = '';
  for (let length = 1; length <= longest && at + length <= tokens.length; length += 1) {
    const token = tokens[at + length - 1];
    if (!token || !isName(token, tokens[at + length], lexicon)) break;
    value += length === 1 ? token.text : `${token.glue || '-'}${token.text}`;
    if (!tokens[at + length]?.glue) fillings.push({ value, length, how: 'free' });
  }
  return fillings;
}

function isName(token: Token, next: Token | undefined, lexicon: Lexicon): boolean {
  if (token.glue !== '' || (next !== undefined && next.glue !== '')) return true;
  return !lexicon.has(token.text) && !/^\d/.test(token.text);
}
