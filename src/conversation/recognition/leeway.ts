import type { Scripts } from '../recognition.ts';
import type { Element } from './compile.ts';
import type { Doubts } from './doubts.ts';
import { type Evidence, toTerm } from './evidence.ts';
import type { Lexicon } from './lexicon.ts';
import type { Leeway } from './match.ts';
import type { Pattern, Risk } from './phrasebook.ts';
import type { Loosely } from './rank.ts';

/**
 * What a sentence may hold beside a template of an intent: fillers, the intent's other slots, and what its other
 * templates hold. Where something can be changed these are nouns only, the template begins with its verb, the sentence is not broken off
 * ("deploy nomad with") and its number is no difference ("five more").
 */
export function createLoosely(
  doubts: Doubts,
  scripts: Scripts,
  evidence: Evidence,
  lexicon: Lexicon,
): (words: readonly string[]) => Loosely {
  const leeways = new WeakMap<Pattern, Leeway>();
  const knowledge = new Map<string, Leeway['knows']>();

  return (words) => {
    const brokenOff = doubts.isBrokenOff(words);
    const isDifference = doubts.isRelative(words);
    const wonders = isWondering(words);
    const isRisky = (pattern: Pattern): boolean =>
      brokenOff || (isDifference && hasNumber(pattern)) || !isRequest(pattern);
    return (pattern) => {
      if (pattern.fixed || pattern.intent.startsWith('smalltalk/')) return undefined;
      if (pattern.risk === 'read' ? wonders : isRisky(pattern)) return undefined;
      const leeway = leeways.get(pattern) ?? {
        knows: knowledgeOf(pattern),
        spare: toSpare(pattern),
      };
      leeways.set(pattern, leeway);
      return leeway;
    };
  };

  function isRequest({ elements: [first] }: Pattern): boolean {
    if (first?.kind !== 'word') return false;
    return first.concepts.some((concept) => concept === 'want' || lexicon.isVerb(concept));
  }

  function toSpare({ intent, elements }: Pattern): readonly Element[] {
    const own = new Set(elements.map((element) => (element.kind === 'slot' ? element.slot : '')));
    return Object.entries(scripts.get(intent)?.slots ?? {})
      .filter(([slot]) => !own.has(slot))
      .map(([slot, { type }]) => ({ kind: 'slot', slot, type }));
  }

  function knowledgeOf({ intent, risk }: Pattern): Leeway['knows'] {
    const knows = knowledge.get(intent) ?? toKnowledge(intent, risk);
    knowledge.set(intent, knows);
    return knows;
  }

  function toKnowledge(intent: string, risk: Risk): Leeway['knows'] {
    const [platform = ''] = intent.split('/');
    return (concept) => {
      if (concept === platform) return true;
      if (risk !== 'read' && !lexicon.isNoun(concept.replace(/:s$/, ''))) return false;
      return evidence.of(toTerm(concept, lexicon)).shares.has(intent);
    };
  }
}

/** Asks about doing, about reasons or about what may be: no read answers that. */
export function isWondering(words: readonly string[]): boolean {
  const said = words.join(' ');
  return wondering.test(said) && !polite.test(said);
}

/** "Could you tell me …" only asks politely. */
const polite =
  /^(?:can|could|may|might|would|will) (?:you|i|we) (?:(?:please|kindly|just|perhaps|possibly|also|be (?:able|so kind as|so good as|kind enough|good enough) to|quickly|maybe) )*(?:ask|bring|check|confirm|describe|display|enquire|fetch|find|get|give|have|hear|inform|inquire|know|let|list|look|name|print|pull|read|remind|report|say|see|share|show|summari[sz]e|take|tell|verify)\b/;

const wondering =
  /^(?:why|when|can|could|may|would|will|shall|explain|how (?:do|does|can|to|should|would)|how (?:many|much) \w+ (?:can|could|should|would|may)|what (?:if|would|happens|does|is an?))\b/;

function hasNumber({ elements }: Pattern): boolean {
  return elements.some((element) => element.kind === 'slot' && element.type === 'number');
}
