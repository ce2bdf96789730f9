import type { Guess } from '../recognition.ts';
import type { Lexicon } from './lexicon.ts';
import { type Match, matchPattern, toUtterance } from './match.ts';
import type { Phrasebook } from './phrasebook.ts';
import type { ReadFillings } from './slots.ts';
import type { Core } from './wrapping.ts';

/** A sentence that means something as a whole is not wrapping. */
const layerCost = 0.1;

export type Ranking = {
  readonly phrasebook: Phrasebook;
  readonly lexicon: Lexicon;
  readonly readFillings: ReadFillings;
  /** Asked with a question mark: then only what is wrapped as a request may change anything. */
  readonly questioning: boolean;
};

/** The best match of each intent over all cores of an utterance, the plainest first. */
export function rank(cores: readonly Core[], ranking: Ranking): readonly Match[] {
  const best = new Map<string, Match>();
  for (const match of cores.flatMap((core) => matchCore(core, ranking))) {
    const known = best.get(match.pattern.intent);
    if (!known || match.cost < known.cost) best.set(match.pattern.intent, match);
  }
  return [...best.values()].toSorted((a, b) => a.cost - b.cost);
}

function matchCore(core: Core, ranking: Ranking): readonly Match[] {
  const { phrasebook, lexicon, readFillings, questioning } = ranking;
  const utterance = toUtterance(core.tokens, lexicon, readFillings);
  const concepts = new Set(utterance.readings.flat().map(({ concept }) => concept));
  if (core.licence !== 'base')
    for (const { concept } of utterance.readings.flat())
      concepts.add(concept.replace(/:(?:ing|ed)$/, ''));
  const harmless = core.harmless || (questioning && !core.asked);
  return phrasebook.candidates(concepts).flatMap((pattern) => {
    if (harmless && pattern.risk !== 'read') return [];
    const match = matchPattern(pattern, utterance, lexicon, core.licence);
    return match ? [{ ...match, cost: match.cost + core.layers * layerCost }] : [];
  });
}

export function toGuess({ pattern, slots, cost }: Match): Guess {
  return { intent: pattern.intent, slots, confidence: Math.max(0.5, 1 - cost / 10) };
}
