import { fileUnder } from './file-under.ts';
import { toPlural } from './inflect.ts';
import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import type { Token } from './normalise.ts';
import { createPhrases } from './phrases.ts';
import { toDistance, toSkeleton, toSound } from './sounds.ts';

const tolerance = 0.12;
const wholeTolerance = 0.1;
const most = 2;
const shortest = 4;
/** Forms that a careless speaker may have meant. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/$/, 'ed'],
  [/e$/, 'ed'],
  [/$/, 's'],
  [/s$/, ''],
  [/ed$/, ''],
  [/$/, 'ing'],
  [/e$/, 'ing'],
  [/ing$/, ''],
];
const mostKnown = 2000;

export type Repair = {
  /** By sound: parts put together, unknown words as the nouns or names that they sound like. */
  readonly sounds: (
    tokens: readonly Token[],
    isName: (word: string) => boolean,
  ) => readonly Token[] | undefined;
  /** Small words as what they are mistaken for ("dose"): good enough for a question. */
  readonly slips: (tokens: readonly Token[]) => readonly Token[] | undefined;
};

/**
 * What a sentence would be if its parts were put together ("to day") and its unknown words were the nouns they sound
 * like ("tusks"); nothing if that changes nothing. Verbs are not guessed: their mis-hearings are in the lists.
 */
export function createRepair(lists: Lists, lexicon: Lexicon): Repair {
  const slips = createPhrases(Object.entries(lists.slips), lexicon.spellings);
  const known = new Map<string, string | undefined>();
  let index: ReadonlyMap<string, readonly Sounding[]> | undefined;

  return { sounds, slips: withoutSlips };

  function sounds(tokens: readonly Token[], isName: (word: string) => boolean) {
    const joined = join(tokens);
    const unknown = joined.filter(({ text }) => isUnknown(text) && !isName(text));
    const heard = joined.map((token): Token => {
      if (unknown.length > most || !unknown.includes(token)) return token;
      return { glue: token.glue, text: recall(token.text) ?? token.text };
    });
    return heard.some(({ text }, at) => text !== tokens[at]?.text) ? heard : undefined;
  }

  function withoutSlips(tokens: readonly Token[]): readonly Token[] | undefined {
    const words = tokens.map(({ text }) => text);
    const plain: Token[] = [];
    let found = false;
    for (let at = 0; at < words.length;) {
      const [slip] = slips.at(words, at);
      const token = tokens[at];
      if (slip) plain.push(...slip.value.split(' ').map((text) => ({ text, glue: '' }) as const));
      else if (token) plain.push(token);
      found ||= slip !== undefined;
      at += slip?.length ?? 1;
    }
    return found ? plain : undefined;
  }

  function join(tokens: readonly Token[]): readonly Token[] {
    const joined: Token[] = [];
    for (const token of tokens) {
      const before = joined.at(-1);
      const text = `${before?.text}${token.text}`;
      const whole =
        before && token.glue === '' ? toWhole(text, [before.text, token.text]) : undefined;
      if (before && whole !== undefined) joined[joined.length - 1] = { ...before, text: whole };
      else joined.push(token);
    }
    return joined;
  }

  /** What two words are together, as they are spelt or, if one of them is no word, as they sound. */
  function toWhole(text: string, parts: readonly string[]): string | undefined {
    if (lexicon.has(text)) return text;
    if (!parts.some(isUnknown)) return undefined;
    return (
      findSound(parts.map(toSound).join(''), wholeTolerance) ??
      findSound(toSound(text), wholeTolerance)
    );
  }

  function isUnknown(word: string): boolean {
    if (word.length < shortest || !/^[a-z]+$/.test(word)) return false;
    return lexicon.readAt([word], 0).length === 0 && lexicon.fillerAt([word], 0, true) === 0;
  }

  function recall(word: string): string | undefined {
    if (!known.has(word)) {
      if (known.size >= mostKnown) known.clear();
      const inflected = endings
        .map(([ending, by]) => word.replace(ending, by))
        .find((other) => other !== word && lexicon.has(other));
      known.set(word, inflected ?? findSound(toSound(word), tolerance));
    }
    return known.get(word);
  }

  function findSound(said: string, limit: number): string | undefined {
    index ??= indexBySound(toRepairable(lists));
    const [best] = (index.get(toSkeleton(said)) ?? [])
      .map((other) => ({ word: other.word, distance: toDistance(said, other.sound) }))
      .filter(({ distance }) => distance <= limit)
      .toSorted((a, b) => a.distance - b.distance);
    return best?.word;
  }
}

type Sounding = { readonly word: string; readonly sound: string };

function indexBySound(words: ReadonlySet<string>): ReadonlyMap<string, readonly Sounding[]> {
  const index = new Map<string, Sounding[]>();
  for (const word of words) {
    const sound = toSound(word);
    fileUnder(index, toSkeleton(sound), { word, sound });
  }
  return index;
}

function toRepairable({ nouns, vocabularies, places }: Lists): ReadonlySet<string> {
  const things = Object.keys(nouns).concat(...Object.values(nouns));
  const values = Object.values(vocabularies).flatMap((one) => Object.keys(one));
  const words = [...things, ...things.map(toPlural), ...values, ...places.names]
    .join(' ')
    .split(' ');
  return new Set(words.filter((word) => word.length >= shortest && /^[a-z]+$/.test(word)));
}
