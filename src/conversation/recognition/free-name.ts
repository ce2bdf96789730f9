import type { Lexicon } from './lexicon.ts';
import type { Token } from './normalise.ts';
import { readNumber } from './numbers.ts';
import type { Filling } from './slots.ts';

const longest = 4;
const none: readonly Filling[] = [];

/** Reads a name that nothing knows: words without another meaning, tied by dashes, or "node 7". */
export function readFree(
  type: string,
  tokens: readonly Token[],
  at: number,
  lexicon: Lexicon,
): readonly Filling[] {
  if (tokens[at]?.text === type) return readNumbered(type, tokens, at);
  let end = at;
  while (end < at + longest && isNameAt(tokens, end, lexicon)) end += 1;
  if (end === at) return none;
  const words = tokens.slice(at, end);
  return words.flatMap((_, index): readonly Filling[] => {
    if (words[index + 1]?.glue) return [];
    const [first, ...rest] = words.slice(0, index + 1);
    const value = rest.reduce(
      (name, { text, glue }) => name + (glue || '-') + text,
      first?.text ?? '',
    );
    const tied = rest.length > 0 && rest.every(({ glue }) => glue !== '');
    return [{ value, length: index + 1, how: tied ? 'coined' : 'free' }];
  });
}

function readNumbered(type: string, tokens: readonly Token[], at: number): readonly Filling[] {
  const words = tokens.map(({ text }) => text);
  const number = readNumber(words, at + 1);
  return number
    ? [{ value: `${type}-${number.value}`, length: 1 + number.length, how: 'coined' }]
    : [];
}

/** "fifteen" is a number whoever asks, but "fifteen-web" may be a name. */
function isNumber({ text, glue }: Token): boolean {
  return glue === '' && readNumber([text], 0) !== undefined;
}

function isNameAt(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  const token = tokens[at];
  if (!token) return false;
  const tied = token.glue !== '' || (tokens[at + 1]?.glue ?? '') !== '';
  return (tied || (!/^\d/.test(token.text) && !lexicon.has(token.text))) && !isNumber(token);
}
