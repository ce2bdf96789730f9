import type { Guess } from '../recognition.ts';
import type { Lexicon } from './lexicon.ts';
import { createCoverage, type Coverage } from './coverage.ts';
import { type Leeway, type Match, matchPattern, toUtterance, type Utterance } from './match.ts';
import { mayBe, type Pattern, type Phrasebook } from './phrasebook.ts';
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
  /** Whether an utterance may be about an intent at all; the templates of others are not tried. */
  readonly isLikely: (intent: string) => boolean;
};

/** What else the intents know, where a sentence may hold more than a template. */
export type Loosely = (pattern: Pattern) => Leeway | undefined;

/** The best match of each intent over all cores of an utterance, the plainest first; loosely on demand. */
export type Ranked = (loosely?: Loosely) => readonly Match[];

export function rank(cores: readonly Core[], ranking: Ranking): Ranked {
  const heard = distinct(cores).map((core) => listen(core, ranking));
  const all = new Set<string>();
  for (const { coverage } of heard) for (const concept of coverage.heard.keys()) all.add(concept);
  const candidates = ranking.phrasebook.candidates(all, ranking.isLikely);

  return (loosely) => {
    const best = new Map<string, Match>();
    for (const one of heard)
      for (const match of matchCore(one, candidates, ranking, loosely)) {
        const known = best.get(match.pattern.intent);
        if (!known || match.cost < known.cost) best.set(match.pattern.intent, match);
      }
    return [...best.values()].toSorted((a, b) => a.cost - b.cost);
  };
}

/** Wrapping can be taken off in several ways that leave the same. */
function distinct(cores: readonly Core[]): readonly Core[] {
  const known = new Map<string, Core>();
  for (const core of cores) {
    const words = core.tokens.map(({ text, glue }) => glue + text).join(' ');
    const key = `${words}/${core.licence}/${core.harmless}/${core.asked}`;
    const other = known.get(key);
    if (!other || core.layers < other.layers) known.set(key, core);
  }
  return [...known.values()];
}

type Listened = {
  readonly core: Core;
  readonly utterance: Utterance;
  readonly coverage: Coverage;
};

function listen(core: Core, { lexicon, readFillings }: Ranking): Listened {
  const utterance = toUtterance(core.tokens, lexicon, readFillings);
  return {
    core,
    utterance,
    coverage: createCoverage(utterance, core.licence !== 'base', lexicon),
  };
}

function matchCore(
  { core, utterance, coverage }: Listened,
  candidates: readonly Pattern[],
  { lexicon, questioning }: Ranking,
  loosely: Loosely | undefined,
): readonly Match[] {
  const harmless = core.harmless || (questioning && !core.asked);
  const found: Match[] = [];
  for (const pattern of candidates.filter((one) => mayBe(one, coverage.heard))) {
    if (harmless && pattern.risk !== 'read') continue;
    const leeway = loosely?.(pattern);
    const isOpen = loosely === undefined || leeway !== undefined;
    const match = isOpen ? tryPattern(pattern, leeway) : undefined;
    if (match) found.push({ ...match, cost: match.cost + core.layers * layerCost });
  }
  return found;

  function tryPattern(pattern: Pattern, leeway: Leeway | undefined): Match | undefined {
    if (!coverage.allows(pattern, leeway)) return undefined;
    return matchPattern(pattern, utterance, lexicon, core.licence, leeway);
  }
}

export function toGuess({ pattern, slots, cost }: Match): Guess {
  return { intent: pattern.intent, slots, confidence: Math.max(0.5, 1 - cost / 10) };
}
