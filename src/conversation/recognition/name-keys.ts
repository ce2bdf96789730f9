import { readHomophone } from './numbers.ts';

const digits: ReadonlyMap<string, string> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, value) => [word, String(value)]),
);

const letters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'ay eh hey',
    b: 'be bee',
    c: 'see sea',
    d: 'dee',
    e: 'ee',
    f: 'ef eff',
    g: 'gee',
    i: 'eye aye',
    j: 'jay',
    k: 'kay',
    l: 'el ell',
    m: 'em',
    n: 'en',
    o: 'oh',
    p: 'pee pea',
    q: 'queue cue',
    r: 'are ar',
    s: 'es ess',
    t: 'tee tea',
    u: 'you',
    v: 'vee',
    x: 'ex',
    y: 'why',
    z: 'zee zed',
  }).flatMap(([letter, names]) => names.split(' ').map((name) => [name, letter] as const)),
);

/** "four" and "4" are spelt alike. */
export function toDigits(word: string): string {
  return digits.get(word) ?? word;
}

/** How words are spelt as one name: "client number four" is spelt like "client-4". */
export function toKey(words: readonly string[]): string {
  let key = '';
  for (const word of words) if (key === '' || word !== 'number') key += toDigits(word);
  return key;
}

/** "client for" may be the name client-4. */
export function toNumberedKey(words: readonly string[]): string {
  const number = words.length > 1 ? readHomophone(words, words.length - 1) : undefined;
  return number ? toKey([...words.slice(0, -1), String(number.value)]) : '';
}

/** "ay pee eye" may be the name api. */
export function toLetteredKey(words: readonly string[]): string {
  let single = 0;
  for (const word of words) if (word.length === 1 || letters.has(word)) single += 1;
  return single > 1 ? toKey(words.map(toLetter)) : '';
}

/** The letter that a word is the name of, or the word. */
export function toLetter(word: string): string {
  return letters.get(word) ?? word;
}
