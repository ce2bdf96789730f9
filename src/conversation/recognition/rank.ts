import type { Guess } from '../recognition.ts';
import type { Lexicon } from './lexicon.ts';
import { type Match, matchPattern, toUtterance } from './match.ts';
import type { Phrasebook } from './phrasebook.ts';
import type { ReadFillings } from './slots.ts';
import type { Core } from './wrapping.ts';

/** A sentence that means something as a whole is not wrapping. */
const layerCost = 0.1;

/** The best match of each intent over all cores of an utterance, the plainest first. */
export function rank(
  cores: readonly Core[],
  questioning: boolean,
  { phrasebook, lexicon }: { readonly phrasebook: Phrasebook; readonly lexicon: Lexicon },
  readFillings: ReadFillings,
): readonly Match[] {
  const best = new Map<string, Match>();
  for (const core of cores) {
    const utterance = toUtterance(core.tokens, lexicon, readFillings);
    const concepts = new Set(
      utterance.readings.flat().map(({ concept }) => (core.licence === 'base' ? concept : strip(concept))),
    );
    for (const reading of utterance.readings.flat()) concepts.add(reading.concept);
    for (const pattern of phrasebook.candidates(concepts)) {
      if (pattern.risk !== 'read' && (core.harmless || (questioning && !core.asked))) continue;
      const match = matchPattern(pattern, utterance, lexicon, core.licence);
      const known = best.get(pattern.intent)?.cost ?? Infinity;
      const cost = (match?.cost ?? Infinity) + core.layers * layerCost;
      if (match && cost < known) best.set(pattern.intent, { ...match, cost });
    }
  }
  return [...best.values()].toSorted((a, b) => a.cost - b.cost);
}

export function toGuess({ pattern, slots, cost }: Match): Guess {
  return { intent: pattern.intent, slots, confidence: Math.max(0.5, 1 - cost / 10) };
}

function strip(concept: string): string {
  return concept.replace(/:(?:ing|ed)$/, '');
}
