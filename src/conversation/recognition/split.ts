import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { normalise, type Token } from './normalise.ts';
import { readNumber } from './numbers.ts';
import { createPhrases } from './phrases.ts';

/** One of two parts of an utterance. */
export type Clause = { readonly text: string; readonly tokens: readonly Token[] };

/**
 * Two parts of which one may be the request and the other a remark. Between them is a `mark`: punctuation, how the
 * second begins as a request (`request`), as a remark (`remark`) or after a statement (`statement`), or nothing much.
 */
export type Split = {
  readonly before: Clause;
  readonly after: Clause;
  readonly mark: 'punctuation' | 'request' | 'remark' | 'statement' | 'none';
};

/** The surer a mark, the sooner it is tried. */
const ranks: Readonly<Record<Split['mark'], number>> = {
  punctuation: 0,
  request: 1,
  remark: 2,
  none: 2,
  statement: 3,
};
/** "The quiz has the answer …" goes on with what it has. */
const owning = /^(?:has|have|had|got)$/;
const most = 4;
/** "… shut it down": an object this near to the beginning makes a clause. */
const near = 3;

/** All ways in which an utterance may be two, the likeliest first: at a comma or full stop, at "and" or "so", before "… shut it down". */
export function createSplit(
  { answers, remarks }: Lists,
  lexicon: Lexicon,
): (text: string, tokens: readonly Token[]) => readonly Split[] {
  const { spellings } = lexicon;
  const states = new Set(remarks.states);
  const small = new Set([...remarks.unfinished, ...answers.pronouns]);
  const toFinder = (phrases: readonly string[]) =>
    createPhrases(
      phrases.map((phrase) => [phrase, undefined] as const),
      spellings,
    );
  const joints = toFinder(remarks.joints);
  const requests = toFinder(remarks.requests);
  const openings = toFinder([...remarks.openings, ...remarks.subjects]);
  const endings = new Set(remarks.endings);
  const objects = new Set(answers.pronouns);

  return (text, tokens) => {
    const all = [...atMarks(text), ...atWords(text, tokens)].toSorted(
      (a, b) => ranks[a.mark] - ranks[b.mark],
    );
    return all.filter(
      (one, at) =>
        !all.slice(0, at).some((other) => isAlike(one.before.tokens, other.before.tokens)),
    );
  };

  /** Splits are alike that differ by a word without meaning. */
  function isAlike(one: readonly Token[], other: readonly Token[]): boolean {
    const from = Math.min(one.length, other.length);
    const to = Math.max(one.length, other.length);
    if (to - from > 1) return false;
    const between = (one.length > from ? one : other).slice(from, to).map(({ text }) => text);
    return between.every(
      (_, at) => lexicon.fillerAt(between, at, true) > 0 || joints.at(between, at).length > 0,
    );
  }

  function atMarks(text: string): readonly Split[] {
    const parts = text.split(/(?<=[,;:.!?])\s+|\s[-–—]+\s/).filter((part) => /\w/.test(part));
    if (parts.length > most) return [];
    return parts.slice(1).map((_, at) => ({
      before: toClause(parts.slice(0, at + 1).join(' ')),
      after: toClause(parts.slice(at + 1).join(' ')),
      mark: 'punctuation',
    }));
  }

  function toClause(text: string): Clause {
    return { text, tokens: normalise(text, spellings) };
  }

  function atWords(text: string, tokens: readonly Token[]): readonly Split[] {
    const words = tokens.map((token) => token.text);
    const object = words.findLastIndex((word) => objects.has(word));
    return words.flatMap((_, at): readonly Split[] => {
      const mark = at === 0 || isCut(words, at) ? undefined : toMark(words, at, object);
      if (mark === undefined) return [];
      const before = fromTokens(tokens.slice(0, at));
      const after = fromTokens(tokens.slice(at));
      return [{ before: mark === 'statement' ? { ...before, text } : before, after, mark }];
    });
  }

  function toMark(words: readonly string[], at: number, object: number): Split['mark'] | undefined {
    if (requests.at(words, at).length > 0) return 'request';
    if (at > 1 && isStated(words, at)) return 'statement';
    if (openings.at(words, at).length > 0) return 'remark';
    const joint = joints.at(words, at).length > 0;
    return joint || (object > at && object <= at + near) ? 'none' : undefined;
  }

  /** Whether a statement may end before `at`: with a word for that, or with a word of weight before a verb. */
  function isStated(words: readonly string[], at: number): boolean {
    const last = words[at - 1] ?? '';
    if (endings.has(last)) return true;
    const stating = words.findIndex((word) => states.has(word) && !owning.test(word));
    return stating > 0 && stating < at - 1 && isWeighty(last) && isVerb(words, at);
  }

  /** "… keeps shouting" and "… is called" go on with what is shouted and called. */
  function isWeighty(word: string): boolean {
    return !/(?:ing|ed)$/.test(word) && !small.has(word) && lexicon.fillerAt([word], 0, true) === 0;
  }

  function isVerb(words: readonly string[], at: number): boolean {
    const readings = lexicon.readAt(words, at);
    return readings.some(({ concept, how }) => how !== 'repaired' && lexicon.isVerb(concept));
  }
}

/** "Two dozen" is one number. */
function isCut(words: readonly string[], at: number): boolean {
  return (readNumber(words, at - 1)?.length ?? 0) > 1;
}

function fromTokens(tokens: readonly Token[]): Clause {
  return { text: tokens.map(({ text }) => text).join(' '), tokens };
}
