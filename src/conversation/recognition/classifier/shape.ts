import type { Lexicon } from '../lexicon.ts';
import type { Lists } from '../lists.ts';
import type { Token } from '../normalise.ts';
import { readNumber } from '../numbers.ts';
import type { Filling, ReadFillings } from '../slots.ts';
import { createSounds } from '../sound-memory.ts';
import { type Piece, type Shaped, toShaped } from './features.ts';

type Value = Pick<Piece, 'shape' | 'kinds'> & { readonly length: number };

/** Puts utterances, or parts of one, as the words and values that they are judged by. */
export type Shape = (tokens: readonly Token[]) => readonly Shaped[];

type Heard = {
  readonly tokens: readonly Token[];
  readonly texts: readonly string[];
  readonly readFillings: ReadFillings;
};

const meant: ReadonlySet<Filling['how']> = new Set([
  'exact',
  'kin',
  'live',
  'repaired',
  'distant',
  'sounding',
  'pronoun',
]);

const none: readonly string[] = [];

/**
 * Prepares putting the kind of a value in the place of each value, so that what was learnt of one job holds for any.
 * The values of closed lists are told apart from each other, living names only by the lists that they are on.
 */
export function createShape(
  { vocabularies, live }: Lists,
  lexicon: Lexicon,
): (readFillings: ReadFillings) => Shape {
  const sounds = createSounds();
  const alive = new Set(live);
  const closed = Object.keys(vocabularies).filter((type) => !alive.has(type));

  return (readFillings) => {
    /** By the first word: the parts of an utterance have the same words. */
    const known = new Map<Token, Shaped>();

    return (tokens) => {
      const heard = { tokens, texts: tokens.map(({ text }) => text), readFillings };
      const shaped: Shaped[] = [];
      for (let at = 0; at < tokens.length;) {
        const first = tokens[at];
        const before = first && known.get(first);
        const isWhole = before && at + before.length <= tokens.length;
        const one = isWhole ? before : read(heard, at);
        if (first) known.set(first, one);
        shaped.push(one);
        at += one.length;
      }
      return shaped;
    };
  };

  function read(heard: Heard, at: number): Shaped {
    const { shape, kinds, length } = readValue(heard, at);
    const words = heard.texts.slice(at, at + length);
    return toShaped({
      shape,
      kinds,
      words,
      concepts: length === 1 ? toConcepts(heard.texts, at) : none,
      skeletons: words.map((word) => sounds([word]).skeleton),
    });
  }

  function readValue(heard: Heard, at: number): Value {
    const { texts, tokens, readFillings } = heard;
    const number = readNumber(texts, at);
    if (number) return { shape: '#', kinds: none, length: number.length };
    for (const type of closed) {
      const found = findMeant(readFillings(type, tokens, at));
      if (found && !isSmall(found.value, texts, at))
        return { shape: `@${type}`, kinds: [`${type}=${found.value}`], length: found.length };
    }
    return readName(heard, at) ?? { shape: texts[at] ?? '', kinds: none, length: 1 };
  }

  /** "All" is rarely the value of that name. */
  function isSmall(value: Filling['value'], texts: readonly string[], at: number): boolean {
    return value === texts[at] && lexicon.lightAt(texts, at, true) > 0;
  }

  function readName({ tokens, readFillings }: Heard, at: number): Value | undefined {
    let kinds: string[] = [];
    let longest = 0;
    for (const type of live) {
      const length = findMeant(readFillings(type, tokens, at))?.length ?? 0;
      if (length > longest) kinds = [];
      longest = Math.max(longest, length);
      if (length > 0 && length === longest) kinds.push(type);
    }
    return longest > 0 ? { shape: '@name', kinds, length: longest } : undefined;
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

function findMeant(fillings: readonly Filling[]): Filling | undefined {
  for (const filling of fillings) if (meant.has(filling.how)) return filling;
  return undefined;
}
