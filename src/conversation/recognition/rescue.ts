import type { Facts } from '../../failure.ts';
import type { Guess } from '../recognition.ts';
import { type Evidence, type Profile, type Telling, toTerm } from './evidence.ts';
import type { Lexicon, Reading } from './lexicon.ts';
import type { Token } from './normalise.ts';
import type { Risk } from './phrasebook.ts';
import type { Filling, ReadFillings } from './slots.ts';

/** A guess at what no template accounts for; `whole` when it is about the trade and accounts for every word. */
export type Rescue = Guess & { readonly risk: Risk; readonly whole: boolean };

export type FindRescue = (
  tokens: readonly Token[],
  readFillings: ReadFillings,
) => readonly Rescue[];

const least = 0.35;
const slotWeight = 1.2;
/** Counting is never as sure as a template. */
const ceiling = 0.95;

/** A word that an intent does not know counts fully against it. */
const unknown: Piece = { weight: 1, fit: 0, telling: [] };

type Said = {
  readonly words: readonly string[];
  /** For each word, how many words from there on carry no meaning. */
  readonly light: readonly number[];
  /** For each word, what it says for each of the intents that know something that it may mean. */
  readonly pieces: readonly ReadonlyMap<string, Piece>[];
  readonly plainAt: (type: string, at: number) => Filling | undefined;
};

/** What one word, or the words of one slot, say for or against an intent. */
type Piece = {
  readonly weight: number;
  readonly fit: number;
  readonly telling: readonly string[];
  readonly slot?: readonly [string, Facts[string]];
};

/**
 * Scores an utterance against the words of every intent's templates, in any order. Pure counting: the share of what
 * was said that the intent knows, weighted by how rare a word is among the intents. The likeliest comes first.
 */
export function createRescue(evidence: Evidence, lexicon: Lexicon): FindRescue {
  return (tokens, readFillings) => {
    const said = listen(tokens, readFillings);
    const told = new Set<string>();
    for (const pieces of said.pieces) for (const intent of pieces.keys()) told.add(intent);
    return evidence.intents
      .filter(({ intent }) => told.has(intent))
      .map((profile) => score(profile, takeApart(profile, said)))
      .filter(({ confidence }) => confidence >= least)
      .toSorted((a, b) => b.confidence - a.confidence);
  };

  /** All that the intents ask of an utterance, worked out once. */
  function listen(tokens: readonly Token[], readFillings: ReadFillings): Said {
    const words = tokens.map(({ text }) => text);
    const fillings = words.map(() => new Map<string, Filling | undefined>());
    return {
      words,
      light: words.map((_, at) => lexicon.lightAt(words, at, true)),
      pieces: words.map((word, at) => toPieces(toTerms(word, lexicon.readAt(words, at)))),
      plainAt: (type, at) => {
        const known = fillings[at];
        if (!known?.has(type)) known?.set(type, readFillings(type, tokens, at).find(isPlain));
        return known?.get(type);
      },
    };
  }

  function toTerms(word: string, readings: readonly Reading[]): readonly Telling[] {
    return readings
      .flatMap(({ concept, how }) => (how === 'repaired' ? [] : [toTerm(concept, lexicon)]))
      .concat(`=${word}`)
      .map(evidence.of)
      .filter(({ shares }) => shares.size > 0);
  }

  function score({ intent, risk, asked }: Profile, pieces: readonly Piece[]): Rescue {
    const total = pieces.reduce((sum, { weight }) => sum + weight, 0);
    const known = pieces.reduce((sum, { weight, fit }) => sum + weight * fit, 0);
    const slots = Object.fromEntries(pieces.flatMap(({ slot }) => (slot ? [slot] : [])));
    const telling = pieces.filter((piece) => piece.telling.length > 0);
    const anchored =
      Object.keys(slots).length > 0 || telling.some((one) => one.telling.some(lexicon.isTrade));
    const whole =
      !intent.startsWith('smalltalk/') &&
      anchored &&
      telling.some((one) => one.telling.every(lexicon.isWeighty)) &&
      pieces.every(({ fit }) => fit > 0) &&
      asked.every((slot) => slot in slots);
    return { intent, slots, confidence: total === 0 ? 0 : (known / total) * ceiling, risk, whole };
  }
}

function isPlain({ how }: Filling): boolean {
  return how === 'exact' || how === 'kin' || how === 'live';
}

function takeApart(profile: Profile, said: Said): readonly Piece[] {
  const { words } = said;
  const pieces: Piece[] = [];
  const filled = new Set<string>();
  for (let at = 0; at < words.length;) {
    const light = said.light[at] ?? 0;
    const filling = light > 0 ? undefined : fill(profile, filled, said, at);
    if (filling) {
      pieces.push({ weight: slotWeight, fit: 1, telling: [], slot: filling.slot });
      filled.add(filling.slot[0]);
    } else if (light === 0) pieces.push(said.pieces[at]?.get(profile.intent) ?? unknown);
    at += filling?.length ?? Math.max(1, light);
  }
  return pieces;
}

/** A slot of the intent that is plainly filled from here on. */
function fill(
  { slots }: Profile,
  filled: ReadonlySet<string>,
  { plainAt }: Said,
  at: number,
): { readonly slot: readonly [string, Facts[string]]; readonly length: number } | undefined {
  for (const [type, slot] of slots) {
    if (filled.has(slot)) continue;
    const filling = plainAt(type, at);
    if (filling) return { slot: [slot, filling.value], length: filling.length };
  }
  return undefined;
}

/** A word counts by the best term that an intent knows. */
function toPieces(terms: readonly Telling[]): ReadonlyMap<string, Piece> {
  const pieces = new Map<string, Piece>();
  for (const { term, shares, rarity: weight } of terms)
    for (const [intent, share] of shares) {
      const best = pieces.get(intent) ?? unknown;
      const fit = Math.min(1, 0.5 + share * 2.5);
      const isBetter = weight * fit > best.weight * best.fit;
      const telling = [...best.telling, term];
      pieces.set(intent, isBetter ? { weight, fit, telling } : { ...best, telling });
    }
  return pieces;
}
