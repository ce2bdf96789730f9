import type { Facts } from '../../failure.ts';
import type { Guess, Recognition } from '../recognition.ts';
import { createResolve } from './antecedents.ts';
import type { Guard } from './guards.ts';
import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import type { Token } from './normalise.ts';
import type { Risk } from './phrasebook.ts';
import { createRemarks, type Place } from './remarks.ts';
import type { ReadFillings } from './slots.ts';
import { type Clause, createSplit, type Split } from './split.ts';
import type { ReadValues } from './values.ts';

/** What one part is when it is heard alone. */
export type HearOne = (tokens: readonly Token[]) => Recognition | undefined;

type Intended = Extract<Recognition, { kind: 'intent' }>;
type Heard = { readonly heard: Recognition; readonly absorbed: boolean };

/** The surest ways to split an utterance that are tried. */
const most = 4;

export type ClausesOptions = {
  readonly lists: Lists;
  readonly risks: ReadonlyMap<string, Risk>;
  readonly lexicon: Lexicon;
  readonly findGuard: (words: readonly string[], text: string) => Guard | undefined;
  readonly readValues: ReadValues;
};

const placesAfter: Readonly<Record<Split['mark'], Place>> = {
  punctuation: 'aside',
  request: 'after',
  statement: 'after',
  remark: 'aside',
  none: 'after',
};
const placesBefore: Readonly<Record<Split['mark'], Place>> = {
  punctuation: 'before',
  request: 'before',
  statement: 'ahead',
  remark: 'loose',
  none: 'loose',
};

/**
 * Hears an utterance of two parts: a request and a remark in either order, the same request twice over, or two
 * requests ("deploy consul and vault"), of which the first is proposed.
 */
export function createClauses({
  lists,
  risks,
  lexicon,
  findGuard,
  readValues,
}: ClausesOptions): (
  text: string,
  tokens: readonly Token[],
  readFillings: ReadFillings,
  hearOne: HearOne,
) => Recognition | undefined {
  const split = createSplit(lists, lexicon);
  const resolve = createResolve(lists, lexicon);
  const isRemark = createRemarks(lists, lexicon, findGuard);
  const pronouns = new Set(lists.answers.pronouns);

  return (text, tokens, readFillings, hearOne) => {
    for (const parts of split(text, tokens).slice(0, most)) {
      const found = toRequest(parts, readFillings, hearOne);
      if (found) return found;
    }
    return undefined;
  };

  function toRequest(
    { before, after, mark }: Split,
    readFillings: ReadFillings,
    hearOne: HearOne,
  ): Recognition | undefined {
    const hearLast = (): Heard | undefined => hear(after, before, readFillings, hearOne);
    // what can not stand alone is heard only where it may be the second of two wishes
    if (mayStand(after, before, placesBefore[mark])) {
      const last = hearLast();
      if (last && stands(last, before, placesBefore[mark])) return last.heard;
    }
    const first = hear(before, after, readFillings, hearOne);
    if (first && stands(first, after, placesAfter[mark])) return first.heard;
    return first?.heard.kind === 'intent'
      ? join(first.heard, goOn(first.heard, after, readFillings) ?? hearLast()?.heard)
      : undefined;
  }

  /** "… and vault": the same as before, of something else. */
  function goOn(
    { intent, slots, ...said }: Intended,
    { tokens }: Clause,
    readFillings: ReadFillings,
  ): Recognition | undefined {
    const more = readValues(tokens, intent, { free: false }, readFillings);
    return more?.further ? { ...said, intent, slots: { ...slots, ...more.slots } } : undefined;
  }

  /** The same thing said twice over is what tells more; of two things that change something the first is proposed. */
  function join(first: Intended, second: Recognition | undefined): Recognition | undefined {
    if (second?.kind !== 'intent') return undefined;
    if (first.intent === second.intent && includes(first.slots, second.slots)) return first;
    if (first.intent === second.intent && includes(second.slots, first.slots)) return second;
    if (risks.get(first.intent) === 'read') return undefined;
    return { kind: 'propose', first: true, guess: toGuess(first), alternatives: [toGuess(second)] };
  }

  function hear(
    one: Clause,
    other: Clause,
    readFillings: ReadFillings,
    hearOne: HearOne,
  ): Heard | undefined {
    const said = withoutJoint(one.tokens);
    for (const { tokens, absorbed } of resolve(said, other.tokens, readFillings)) {
      const heard = hearOne(tokens);
      if (heard) return { heard, absorbed };
    }
    return undefined;
  }

  /** A quick look, never wrong when it says no. */
  function mayStand(one: Clause, other: Clause, place: Place): boolean {
    if (one.tokens.some(({ text }) => pronouns.has(text))) return true;
    return isRemark(other, place, { harmless: true, values: [] });
  }

  function stands({ heard, absorbed }: Heard, other: Clause, place: Place): boolean {
    if (absorbed && findGuard(toTexts(other), other.text) !== 'hypothetical') return true;
    const { intent, slots } = toGuess(heard);
    const values = Object.values(slots).map(String);
    return isRemark(other, place, { harmless: risks.get(intent) === 'read', values });
  }
}

function toGuess(heard: Recognition): Guess {
  if (heard.kind === 'propose') return heard.guess;
  if (heard.kind !== 'intent') return { intent: '', slots: {}, confidence: 0 };
  const { intent, slots, confidence } = heard;
  return { intent, slots, confidence };
}

function includes(more: Facts, fewer: Facts): boolean {
  return Object.entries(fewer).every(([slot, value]) => more[slot] === value);
}

/** "… and destroy nomad" */
function withoutJoint(tokens: readonly Token[]): readonly Token[] {
  const start = tokens.findIndex(({ text }) => !/^(?:and|then)$/.test(text));
  return start > 0 ? tokens.slice(start) : tokens;
}

function toTexts({ tokens }: Clause): readonly string[] {
  return tokens.map(({ text }) => text);
}
