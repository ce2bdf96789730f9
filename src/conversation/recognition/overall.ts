import type { Facts } from '../../failure.ts';
import type { Guess, Recognition, Scripts } from '../recognition.ts';
import type { Likelihood, Likelihoods } from './classifier/classify.ts';
import { gather, type Gathered } from './classifier/gather.ts';
import type { Doubts } from './doubts.ts';
import type { Lexicon } from './lexicon.ts';
import type { Risk } from './phrasebook.ts';
import { createRequests, type Manner } from './request.ts';

/**
 * How likely something must be: to be answered, to be done, to be done although the request comes late, to be asked
 * about, to be worth a word, to be believed of a part of a sentence, to be a question at all, and to be looked for in
 * a part. So likely has it to be about nothing for its parts to be passed over, but for so few words.
 */
const enough = {
  answer: 0.6,
  change: 0.85,
  late: 0.97,
  ask: 0.5,
  near: 0.1,
  part: 0.25,
  least: 0.05,
  trace: 0.03,
  none: 0.9,
  few: 2,
} as const;
const most = 3;

/** What some words are as a whole. */
export type Whole = Manner & { readonly odds: Likelihoods | undefined };

export type Overall = {
  /** A question that is so plain that nothing else needs to be looked at. */
  readonly plainly: (whole: Whole) => Recognition | undefined;
  /** What is sure enough to be answered or done. */
  readonly surely: (whole: Whole) => Recognition | undefined;
  /** What was heard of a part, or with leeway, held against the whole; nothing when that is about something else. */
  readonly confirm: (
    heard: Recognition | undefined,
    whole: Whole,
    how: { readonly leeway: boolean },
  ) => Recognition | undefined;
  /** Whether a part that is likely about an intent may be, by what the whole is about. */
  readonly mayBe: (part: Pick<Likelihood, 'intent' | 'share'>, whole: Whole) => boolean;
  /** So likely about nothing, and not two wishes, that neither parts nor what may have been misheard are looked at. */
  readonly isHopeless: (whole: Whole) => boolean;
  /** What may be meant: to be asked about, or else to be told of as the nearest. */
  readonly perhaps: (whole: Whole) => Recognition;
};

type Intended = Extract<Recognition, { kind: 'intent' }>;
type Judged = { readonly guess: Guess } & Gathered;

/**
 * Understands by what a sentence is about as a whole and by the values in it. Nothing is changed by what looks like no
 * request, nor where a value is missing or several were not said plainly.
 */
export function createOverall(
  scripts: Scripts,
  risks: ReadonlyMap<string, Risk>,
  lexicon: Lexicon,
  doubts: Doubts,
  isLive: (type: string) => boolean,
): Overall {
  const requests = createRequests(scripts, lexicon);

  return {
    plainly: (whole) => {
      const [best] = whole.odds?.intents ?? [];
      if (!best || !isRead(best) || best.share < enough.late) return undefined;
      const heard = judge(best, whole);
      return heard && namesAll(heard) ? heard : undefined;
    },
    surely: (whole) => {
      const [best] = whole.odds?.intents ?? [];
      return best && judge(best, whole);
    },
    confirm: (heard, whole, { leeway }) => {
      if (heard?.kind !== 'intent' || !whole.odds) return heard;
      const own = whole.odds.intents.find(({ intent }) => intent === heard.intent);
      return isRead(heard)
        ? confirmRead(heard, own, whole, whole.odds)
        : confirmChange(heard, own, whole, toPart(whole, leeway));
    },
    mayBe: ({ intent, share }, { odds }) => {
      if (!odds) return true;
      const whole = odds.intents.find((one) => one.intent === intent)?.share ?? 0;
      if (isRead({ intent })) return whole >= enough.trace;
      // two wishes are likely neither as a whole
      const mayBeOneOfTwo = odds.none >= enough.ask && share >= enough.change;
      return whole >= enough.part || mayBeOneOfTwo;
    },
    isHopeless: (whole) => {
      const isNone = (whole.odds?.none ?? 0) > enough.none && whole.tokens.length > enough.few;
      return isNone && !requests.follows(whole);
    },
    perhaps: (whole) => {
      const { odds, why } = whole;
      const alternatives = (odds?.intents ?? [])
        .filter(({ share }) => share >= enough.near)
        .slice(0, most)
        .flatMap((one) => toJudged(one, whole)?.guess ?? []);
      const [best] = alternatives;
      const mayBe = best && why === undefined && best.confidence >= enough.ask;
      if (mayBe && !isRead(best)) return { kind: 'propose', guess: best, alternatives: [] };
      const readsFirst = alternatives.toSorted((a, b) => Number(isRead(b)) - Number(isRead(a)));
      return { kind: 'unknown', why: why ?? 'unmatched', alternatives: readsFirst };
    },
  };

  /** What can do no harm, with what is said beside it. */
  function confirmRead(
    heard: Intended,
    own: Likelihood | undefined,
    whole: Whole,
    odds: Likelihoods,
  ): Recognition | undefined {
    const share = own?.share ?? 0;
    if (share < enough.least && isClear(odds)) return undefined;
    const judged = own && share >= enough.answer ? toJudged(own, whole) : undefined;
    return { ...heard, slots: { ...judged?.guess.slots, ...heard.slots } };
  }

  function confirmChange(
    heard: Intended,
    own: Likelihood | undefined,
    whole: Whole,
    least: number,
  ): Recognition | undefined {
    if (!own || own.share < least || doubts.isBarred(toTexts(whole))) return undefined;
    return complete(heard, toJudged(own, whole));
  }

  function isRead({ intent }: Pick<Guess, 'intent'>): boolean {
    return risks.get(intent) === 'read';
  }

  /** Whether nothing may have been named that is not alive. */
  function namesAll({ intent, slots }: Guess): boolean {
    const kinds = Object.entries(scripts.get(intent)?.slots ?? {});
    return kinds.every(([slot, { type }]) => slot in slots || !isLive(type));
  }

  function judge(best: Likelihood, whole: Whole): Intended | undefined {
    const judged = toJudged(best, whole);
    if (!judged || !isSure(judged, whole)) return undefined;
    return { kind: 'intent', ...judged.guess, alternatives: [] };
  }

  function toJudged(
    { intent, slots, share }: Likelihood,
    { tokens, readFillings }: Whole,
  ): Judged | undefined {
    const script = scripts.get(intent);
    const gathered = script && gather(intent, script, slots, tokens, readFillings, lexicon);
    return gathered && { guess: { intent, slots: gathered.slots, confidence: share }, ...gathered };
  }

  function isSure(judged: Judged, whole: Whole): boolean {
    if (!isRead(judged.guess)) return isSureChange(judged, whole);
    return judged.guess.confidence >= toLeast(judged.guess, whole);
  }

  /** A strange word may be a name that is not alive, so that the sentence is not about the last one. */
  function toLeast(guess: Guess, whole: Whole): number {
    if (!isFamiliar(whole) && !namesAll(guess)) return enough.late;
    return whole.why === 'hypothetical' ? enough.change : enough.answer;
  }

  function isSureChange({ guess, repaired, missing }: Judged, whole: Whole): boolean {
    const { intent, confidence } = guess;
    if (confidence < (isFamiliar(whole) ? enough.change : enough.late)) return false;
    if (missing.length > 0 || repaired > 1 || isDoubtful(guess, whole)) return false;
    return requests.begins(intent, whole) || (confidence >= enough.late && isAsked(intent, whole));
  }

  /** Asked for late, politely, or where nothing tells of anything else. */
  function isAsked(intent: string, whole: Whole): boolean {
    if (requests.follows(whole)) return true;
    if (isReadBack(intent) && whole.why === undefined) return true;
    if (doubts.isTelling(toTexts(whole))) return false;
    return requests.asks(whole) || (whole.why === undefined && isFamiliar(whole));
  }

  /** A change that waits for a yes is about what was done, and may well be told of: "I made a mistake, undo it". */
  function isReadBack(intent: string): boolean {
    return risks.get(intent) === 'change' && scripts.get(intent)?.confirm !== undefined;
  }

  function isDoubtful({ intent, slots }: Guess, whole: Whole): boolean {
    const words = toTexts(whole);
    if (doubts.isBrokenOff(words) || doubts.isBarred(words)) return true;
    if (doubts.isReport(words) && !isReadBack(intent)) return true;
    return hasNumber(slots) && doubts.isRelative(words);
  }
}

/** Every word of it was met by the build. */
function isFamiliar({ odds }: Whole): boolean {
  return odds?.strange === 0;
}

function toTexts({ tokens }: Whole): readonly string[] {
  return tokens.map(({ text }) => text);
}

function hasNumber(slots: Facts): boolean {
  return Object.values(slots).some((value) => typeof value === 'number');
}

/** With what the whole says beside it; asked about when that is something else. */
function complete({ kind, ...heard }: Intended, whole: Judged | undefined): Recognition {
  const others = Object.entries(whole?.guess.slots ?? {}).filter(
    ([slot, value]) => heard.slots[slot] !== value,
  );
  if (!whole || others.some(([slot]) => slot in heard.slots))
    return { kind: 'propose', guess: heard, alternatives: [] };
  return { kind, ...heard, slots: { ...heard.slots, ...Object.fromEntries(others) } };
}

/** How likely what was heard of a part has to be for the whole. */
function toPart({ why }: Whole, leeway: boolean): number {
  if (why === 'hypothetical') return enough.change;
  return leeway ? enough.ask : enough.part;
}

/** It is about one thing, or about nothing. */
function isClear({ intents: [best], none }: Likelihoods): boolean {
  return (best?.share ?? 0) >= enough.ask || none >= enough.change;
}
