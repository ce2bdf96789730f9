/** One spoken word. `glue` is what ties it to the word before it: "web-api" and "web dash api" are both tied. */
export type Token = { readonly text: string; readonly glue: '' | '-' | '_' | '.' };

const glues: ReadonlyMap<string, Token['glue']> = new Map([
  ['-', '-'],
  ['_', '_'],
  ['.', '.'],
  ['dash', '-'],
  ['hyphen', '-'],
  ['underscore', '_'],
  ['dot', '.'],
]);

const sides = /^(?:what|who|how|where|when|why|that|there|it|here|let)$/;

/**
 * Splits what was heard into plain words: lower case, contractions opened ("what's" → "what is"), possessives
 * and punctuation gone, hyphens and spoken dashes kept as glue. `spellings` replaces single words by several.
 */
export function normalise(text: string, spellings: ReadonlyMap<string, string>): Token[] {
  const tokens: Token[] = [];
  let glue: Token['glue'] = '';
  for (const part of toPlain(text).split(/ |(?<=[-_.])|(?=[-_.])/)) {
    const tie: Token['glue'] = tokens.length > 0 ? (glues.get(part) ?? glue) : '';
    if (glues.has(part)) glue = tie;
    else {
      const words = part === '' ? [] : open(part, spellings);
      tokens.push(...words.map((word, at) => ({ text: word, glue: at === 0 ? tie : '' }) as const));
      if (words.length > 0) glue = '';
    }
  }
  return tokens;
}

/** The words of a phrase from YAML, opened the same way as speech. */
export function toWords(phrase: string, spellings: ReadonlyMap<string, string>): string[] {
  if (!phrase.includes(' ') && isPlain(phrase))
    return spellings.get(phrase)?.split(' ') ?? [phrase];
  const words = phrase.split(' ');
  if (isPlain(phrase) && !words.some((word) => spellings.has(word))) return words;
  return normalise(phrase, spellings).map(({ text }) => text);
}

function isPlain(phrase: string): boolean {
  for (let at = 0; at < phrase.length; at += 1) {
    const code = phrase.charCodeAt(at);
    if (code !== 32 && (code < 97 || code > 122)) return false;
  }
  return true;
}

function toPlain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replaceAll(/[‘’`´]/g, "'")
    .replaceAll(/(?<=\d)[,_](?=\d{3}\b)/g, '')
    .replaceAll(/(?<=\b\d{1,3}) (?=\d{3}\b)/g, '')
    .replaceAll(/(?<=\b[a-z])\.(?=[a-z]\b)\.?/g, '')
    .replaceAll(/[–—]|\s-+\s|\.{2,}/g, ' ')
    .replaceAll(/%/g, ' percent ')
    .replaceAll(/(?<=^|\s)[-](?=\d)/g, 'negative ')
    .replaceAll(/[^a-z0-9'._-]+|[._-]+(?=\s|$)|(?<=^|\s)[._-]+/g, ' ')
    .trim();
}

function open(word: string, spellings: ReadonlyMap<string, string>): string[] {
  const spelt = spellings.get(word);
  if (spelt !== undefined) return spelt.split(' ');
  const [, stem = word, ending] = /^(.+?)('s|s'|n't|'re|'ve|'d|'ll|'m)$/.exec(word) ?? [];
  switch (ending) {
    case undefined:
      return split(word.replaceAll("'", ''));
    case "'s":
      return sides.test(stem) ? [stem, stem === 'let' ? 'us' : 'is'] : [stem];
    case "s'":
      return [`${stem}s`];
    case "n't":
      return [stem, 'not'];
    default:
      return [stem, opened.get(ending) ?? ending];
  }
}

const opened: ReadonlyMap<string, string> = new Map([
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'d", 'would'],
  ["'ll", 'will'],
  ["'m", 'am'],
]);

/** "x12" after a name is a count, not part of a word; other letters and digits stay together. */
function split(word: string): string[] {
  if (word === '') return [];
  const times = /^(?:x(\d+)|(\d+)x)$/.exec(word);
  return times ? [times[1] ?? times[2] ?? '', 'times'] : [word];
}
