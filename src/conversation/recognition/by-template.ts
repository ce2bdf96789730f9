import type { Recognition } from '../recognition.ts';
import type { Likelihood, Likelihoods } from './classifier/classify.ts';
import type { Lexicon } from './lexicon.ts';
import type { Match } from './match.ts';
import type { Token } from './normalise.ts';
import type { Phrasebook, Risk } from './phrasebook.ts';
import { type Loosely, rank, type Ranked, toGuess } from './rank.ts';
import { remembering } from './remembering.ts';
import type { ReadFillings } from './slots.ts';
import type { Core } from './wrapping.ts';

const margin = 0.15;
const changeMargin = 0.25;
/** What is less likely than this is not even tried; a change has to be likelier than a question. */
const likely = { read: 0.002, change: 0.02, destroy: 0.02 } as const;
/** What is so likely settles which of two is meant. */
const clear = 0.85;
/** What is so unlikely is not meant. */
const slight = 0.1;
/** So few words can be about anything. */
const short = 2;

/** What is known of the utterance that some words are a part of. */
export type Heed = {
  readonly text: string;
  /** Without the wrapping around them. */
  readonly toCores: (tokens: readonly Token[]) => readonly Core[];
  readonly readFillings: ReadFillings;
  readonly toOdds: (tokens: readonly Token[]) => Likelihoods | undefined;
  /** How likely an intent has to be for its templates to be tried. */
  readonly least: number;
  /** Whether the utterance may be about an intent, so that its parts may. */
  readonly mayBe: (part: Pick<Likelihood, 'intent' | 'share'>) => boolean;
};

/** By a template as it is, or with leeway. */
export type ByTemplate = {
  readonly plainly: (tokens: readonly Token[]) => Recognition | undefined;
  readonly loosely: (tokens: readonly Token[]) => Recognition | undefined;
};

export type ByTemplateOptions = {
  readonly phrasebook: Phrasebook;
  readonly lexicon: Lexicon;
  readonly risks: ReadonlyMap<string, Risk>;
  readonly loosely: (words: readonly string[]) => Loosely;
};

/** Hears what accounts for every word that was said. */
export function createByTemplate(options: ByTemplateOptions): (heed: Heed) => ByTemplate {
  const { phrasebook, lexicon, risks, loosely } = options;
  const ids = [...risks.keys()];

  return (heed) => {
    // ranked once for both looks
    const toOwnRanked = remembering((tokens) => toRanked(tokens, heed));
    return {
      plainly: (tokens) => toIntent(toOwnRanked(tokens)?.(), heed.toOdds(tokens)),
      loosely: (tokens) =>
        toIntent(toOwnRanked(tokens)?.(loosely(toTexts(tokens))), heed.toOdds(tokens)),
    };
  };

  function toRanked(tokens: readonly Token[], heed: Heed): Ranked | undefined {
    const { text, toCores, readFillings } = heed;
    const isLikely = toIsLikely(tokens, heed);
    if (!ids.some(isLikely)) return undefined;
    return rank(toCores(tokens), {
      phrasebook,
      lexicon,
      readFillings,
      questioning: text.includes('?'),
      isLikely,
    });
  }

  function toLeast(intent: string): number {
    return likely[risks.get(intent) ?? 'destroy'];
  }

  function toIsLikely(
    tokens: readonly Token[],
    { toOdds, least, mayBe }: Heed,
  ): (intent: string) => boolean {
    const odds = tokens.length <= short ? undefined : toOdds(tokens);
    if (!odds) return (intent) => mayBe({ intent, share: 1 });
    const plainOnes = odds.intents.filter(
      (one) =>
        one.share >= clear || (one.share >= Math.max(least, toLeast(one.intent)) && mayBe(one)),
    );
    const few = new Set(plainOnes.map(({ intent }) => intent));
    return (intent) => few.has(intent);
  }
}

function toIntent(
  matches: readonly Match[] | undefined,
  odds: Likelihoods | undefined,
): Recognition | undefined {
  const [best, ...others] = matches ?? [];
  if (!best) return undefined;
  const alternatives = others.map(toGuess);
  const isTornApart = isTorn(best, others[0]) && !isMeant(best, odds);
  if (isTornApart || isStrange(best) || isContradicted(best, odds))
    return { kind: 'propose', guess: toGuess(best), alternatives };
  return { kind: 'intent', ...toGuess(best), alternatives };
}

/** A change of which the whole sentence says that it is another intent, and that it is not this one. */
function isContradicted({ pattern }: Match, odds: Likelihoods | undefined): boolean {
  const [top] = odds?.intents ?? [];
  if (!odds || !top || pattern.risk === 'read' || top.share < clear) return false;
  const own = odds.intents.find(({ intent }) => intent === pattern.intent)?.share ?? 0;
  return own < slight;
}

function isMeant({ pattern: { intent } }: Match, odds: Likelihoods | undefined): boolean {
  const [best] = odds?.intents ?? [];
  return best?.intent === intent && best.share >= clear;
}

/** A name that is not alive is no reason to change something, unless a new one was plainly dictated. */
function isStrange({ strange, pattern: { risk } }: Match): boolean {
  if (strange === undefined || risk === 'read') return false;
  return risk === 'destroy' || strange !== 'dictated';
}

/** Two intents fit equally well and one of them changes something: that is for the speaker to decide. */
function isTorn(best: Match, next: Match | undefined): boolean {
  const both = next && best.pattern.risk !== 'read' && next.pattern.risk !== 'read';
  if (!next || next.cost - best.cost > (both ? changeMargin : margin)) return false;
  return best.pattern.risk !== 'read' || next.pattern.risk !== 'read';
}

function toTexts(tokens: readonly Token[]): readonly string[] {
  return tokens.map(({ text }) => text);
}
