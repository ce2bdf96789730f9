import type { Lexicon } from '../lexicon.ts';
import type { Lists } from '../lists.ts';
import type { Token } from '../normalise.ts';
import { readNumber } from '../numbers.ts';
import type { Filling, ReadFillings } from '../slots.ts';
import { createSounds } from '../sound-memory.ts';
import { type Piece, type Shaped, toShaped } from './features.ts';

type Value = Pick<Piece, 'shape' | 'kinds'> & { readonly length: number };

/** An utterance as the words and values that it is judged by. */
export type Shape = (tokens: readonly Token[], readFillings: ReadFillings) => readonly Shaped[];

const meant: ReadonlySet<Filling['how']> = new Set([
  'exact',
  'kin',
  'live',
  'repaired',
  'distant',
  'sounding',
  'pronoun',
]);

/**
 * Prepares putting the kind of a value in the place of each value, so that what was learnt of one job holds for any.
 * The values of closed lists are told apart from each other, living names only by the lists that they are on.
 */
export function createShape({ vocabularies, live }: Lists, lexicon: Lexicon): Shape {
  const sounds = createSounds();
  /** By the first word: the parts of an utterance have the same words. */
  const known = new WeakMap<Token, Shaped>();
  const alive = new Set(live);
  const closed = Object.keys(vocabularies).filter((type) => !alive.has(type));

  return (tokens, readFillings) => {
    const shaped: Shaped[] = [];
    for (let at = 0; at < tokens.length;) {
      const one = recall(tokens, at, readFillings);
      shaped.push(one);
      at += one.length;
    }
    return shaped;
  };

  function recall(tokens: readonly Token[], at: number, readFillings: ReadFillings): Shaped {
    const [first] = tokens.slice(at, at + 1);
    const before = first && known.get(first);
    if (before && at + before.length <= tokens.length) return before;
    const made = read(tokens, at, readFillings);
    if (first) known.set(first, made);
    return made;
  }

  function read(tokens: readonly Token[], at: number, readFillings: ReadFillings): Shaped {
    const texts = tokens.map(({ text }) => text);
    const { length, ...value } = readValue(texts, tokens, at, readFillings);
    const words = texts.slice(at, at + length);
    return toShaped({
      ...value,
      words,
      concepts: length === 1 ? toConcepts(texts, at) : [],
      skeletons: words.map((word) => sounds([word]).skeleton),
    });
  }

  function readValue(
    texts: readonly string[],
    tokens: readonly Token[],
    at: number,
    readFillings: ReadFillings,
  ): Value {
    const number = readNumber(texts, at);
    if (number) return { shape: '#', kinds: [], length: number.length };
    for (const type of closed) {
      const found = readFillings(type, tokens, at).find(({ how }) => meant.has(how));
      if (found && !isSmall(found.value, texts, at))
        return { shape: `@${type}`, kinds: [`${type}=${found.value}`], length: found.length };
    }
    return readName(tokens, at, readFillings) ?? { shape: texts[at] ?? '', kinds: [], length: 1 };
  }

  /** "All" is rarely the value of that name. */
  function isSmall(value: Filling['value'], texts: readonly string[], at: number): boolean {
    return value === texts[at] && lexicon.lightAt(texts, at, true) > 0;
  }

  function readName(
    tokens: readonly Token[],
    at: number,
    readFillings: ReadFillings,
  ): Value | undefined {
    const found = live.flatMap((type) => {
      const filling = readFillings(type, tokens, at).find(({ how }) => meant.has(how));
      return filling ? [{ type, length: filling.length }] : [];
    });
    const length = Math.max(0, ...found.map((one) => one.length));
    const kinds = found.filter((one) => one.length === length).map(({ type }) => type);
    return length > 0 ? { shape: '@name', kinds, length } : undefined;
  }

  /** In every form, and without it. */
  function toConcepts(texts: readonly string[], at: number): readonly string[] {
    return lexicon
      .readAt(texts, at)
      .flatMap(({ concept, how }) =>
        how === 'repaired' || concept.startsWith('=') ? [] : [concept, concept.replace(/:.*/, '')],
      );
  }
}
