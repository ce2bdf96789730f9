import type { Guess, Recognition } from '../recognition.ts';
import type { Evidence } from './evidence.ts';
import type { Guard } from './guards.ts';
import { isWondering } from './leeway.ts';
import type { Lexicon } from './lexicon.ts';
import type { Token } from './normalise.ts';
import { createRescue, type Rescue } from './rescue.ts';
import type { ReadFillings } from './slots.ts';
import type { Core } from './wrapping.ts';

/** What no template accounts for: its cores, what was really said, and why it may be no request. */
export type Unmatched = {
  readonly cores: readonly Core[];
  readonly words: readonly string[];
  readonly why: Guard | undefined;
  readonly readFillings: ReadFillings;
};

const sure = 0.8;
const surer = 0.85;
const lead = 0.05;
const most = 3;
/** A read that nearly fits is answered, a change that does is asked about, and all else is told what is nearest. */
export function createLastResort(
  evidence: Evidence,
  lexicon: Lexicon,
): (unmatched: Unmatched) => Recognition {
  const rescue = createRescue(evidence, lexicon);

  return ({ cores, words, why, readFillings }) => {
    const tokens = toShortest(cores);
    const guesses = rescue(tokens, readFillings);
    const alternatives = guesses
      .toSorted((a, b) => Number(b.risk === 'read') - Number(a.risk === 'read'))
      .slice(0, most)
      .map(toGuess);
    const best = leader(guesses);
    if (best && isAnswerable(best, why, words))
      return { kind: 'intent', ...toGuess(best), alternatives: [] };
    if (best && why === undefined && isOffer(best, tokens))
      return { kind: 'propose', guess: toGuess(best), alternatives };
    return { kind: 'unknown', why: why ?? 'unmatched', alternatives };
  };

  /** A change is offered only to what begins with a verb or a wish, as a request does. */
  function isOffer({ risk, confidence }: Rescue, tokens: readonly Token[]): boolean {
    if (risk === 'read' || confidence < surer) return false;
    const words = tokens.map(({ text }) => text);
    return lexicon
      .readAt(words, 0)
      .some(({ concept }) => concept === 'want' || lexicon.isVerb(concept));
  }
}

function leader([best, next]: readonly Rescue[]): Rescue | undefined {
  if (!best?.whole) return undefined;
  return best.confidence - (next?.confidence ?? 0) >= lead ? best : undefined;
}

function isAnswerable(
  { risk, confidence }: Rescue,
  why: Guard | undefined,
  words: readonly string[],
): boolean {
  const guarded = why === 'negated' || why === 'hypothetical' || isWondering(words);
  return risk === 'read' && confidence >= sure && !guarded;
}

function toShortest(cores: readonly Core[]): readonly Token[] {
  const [shortest] = cores.toSorted((a, b) => a.tokens.length - b.tokens.length);
  return shortest?.tokens ?? [];
}

function toGuess({ intent, slots, confidence }: Rescue): Guess {
  return { intent, slots, confidence };
}
