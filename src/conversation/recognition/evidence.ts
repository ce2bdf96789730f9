import type { Scripts } from '../recognition.ts';
import type { Lexicon } from './lexicon.ts';
import type { Risk } from './phrasebook.ts';

/** How much a term tells of an intent: in which share of its templates it stands, and how few intents share it. */
export type Evidence = {
  readonly intents: readonly Profile[];
  /** High for a term that few intents use. */
  readonly rarity: (term: string) => number;
};

export type Profile = {
  readonly intent: string;
  readonly risk: Risk;
  /** Slot types and the slots that they fill. */
  readonly slots: ReadonlyMap<string, string>;
  /** Slots that are asked for when they are missing. */
  readonly asked: readonly string[];
  readonly shares: ReadonlyMap<string, number>;
};

/** Counts the words of all templates, by the class and not the form that they are in. */
export function gatherEvidence(
  scripts: Scripts,
  risks: ReadonlyMap<string, Risk>,
  lexicon: Lexicon,
): Evidence {
  const spread = new Map<string, number>();
  const intents = Array.from(scripts, ([intent, { utterances, slots }]): Profile => {
    const shares = new Map<string, number>();
    for (const template of utterances)
      for (const term of toTerms(template, lexicon))
        shares.set(term, (shares.get(term) ?? 0) + 1 / utterances.length);
    for (const term of shares.keys()) spread.set(term, (spread.get(term) ?? 0) + 1);
    const types = Object.entries(slots).map(([slot, { type }]) => [type, slot] as const);
    const asked = Object.entries(slots).flatMap(([slot, { ask, fallback }]) =>
      ask !== undefined && fallback === undefined ? [slot] : [],
    );
    return { intent, risk: risks.get(intent) ?? 'destroy', slots: new Map(types), asked, shares };
  });
  const all = Math.log(intents.length + 1);
  return {
    intents,
    rarity: (term) => 0.2 + 1 - Math.log(spread.get(term) ?? intents.length) / all,
  };
}

/** A verb without its form, because "deploying" and "deployed" tell the same; a noun keeps its number. */
export function toTerm(concept: string, { isNoun }: Lexicon): string {
  const [head = '', form] = concept.split(':');
  return form === 's' && isNoun(head) ? concept : concept.replace(/:(?:s|ing|ed)$/, '');
}

function toTerms(template: string, lexicon: Lexicon): ReadonlySet<string> {
  const words = template.replaceAll(/\{[^}]*\}|[[\]()|]/g, ' ').split(' ');
  const terms = words.filter((word) => word !== '').map((word) => `=${word}`);
  for (const at of words.keys())
    for (const { concept, how } of lexicon.readAt(words, at))
      if (how === 'own') terms.push(toTerm(concept, lexicon));
  return new Set(terms);
}
