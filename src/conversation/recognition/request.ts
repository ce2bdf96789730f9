import type { Scripts } from '../recognition.ts';
import type { Guard } from './guards.ts';
import type { Lexicon } from './lexicon.ts';
import type { Token } from './normalise.ts';
import type { ReadFillings } from './slots.ts';
import type { Core } from './wrapping.ts';

/** Words that call for what follows them. */
const calling = /^(?:please|so|and|you|us|just|then|now|kindly|also|but|ahead)$/;

/** What some words are beside what they are about. */
export type Manner = {
  readonly tokens: readonly Token[];
  /** Why they may be no request. */
  readonly why: Guard | undefined;
  readonly findWhy: (words: readonly string[]) => Guard | undefined;
  readonly readFillings: ReadFillings;
  /** Without the wrapping around them. */
  readonly toCores: () => readonly Core[];
};

export type Requests = {
  /** It begins with a verb or a wish, or with a value of the intent. */
  readonly begins: (intent: string, manner: Manner) => boolean;
  /** It is wrapped as a request: "could you …". */
  readonly asks: (manner: Manner) => boolean;
  /** Somewhere behind other talk a verb follows a word that calls for it: "…, so please stop it". */
  readonly follows: (manner: Manner) => boolean;
};

/** Tells whether words are put as a request, however they mean it. */
export function createRequests(scripts: Scripts, lexicon: Lexicon): Requests {
  return {
    begins: (intent, { why, readFillings, toCores }) => {
      if (!mayAsk(why)) return false;
      const types = Object.values(scripts.get(intent)?.slots ?? {}).map(({ type }) => type);
      return toCores()
        .filter(({ asked }) => asked || why === undefined)
        .some(({ tokens }) => isWish(tokens) || isValue(types, tokens, readFillings));
    },
    asks: ({ why, toCores }) =>
      mayAsk(why) && toCores().some(({ asked, harmless }) => asked && !harmless),
    follows: ({ tokens, findWhy }) => {
      const words = tokens.map(({ text }) => text);
      return words.some(
        (word, at) =>
          calling.test(word) && isVerb(words, at + 1) && findWhy(words.slice(at + 1)) === undefined,
      );
    },
  };

  function isWish(tokens: readonly Token[]): boolean {
    const words = tokens.map(({ text }) => text);
    return lexicon
      .readAt(words, 0)
      .some(({ concept }) => concept === 'want' || lexicon.isVerb(concept));
  }

  function isValue(
    types: readonly string[],
    tokens: readonly Token[],
    readFillings: ReadFillings,
  ): boolean {
    const first = lexicon.lightAt(
      tokens.map(({ text }) => text),
      0,
      true,
    );
    return types.some((type) =>
      readFillings(type, tokens, first).some(({ how }) => how !== 'free' && how !== 'coined'),
    );
  }

  function isVerb(words: readonly string[], at: number): boolean {
    return lexicon
      .readAt(words, at)
      .some(({ concept, how }) => how !== 'repaired' && lexicon.isVerb(concept));
  }
}

function mayAsk(why: Guard | undefined): boolean {
  return why === undefined || why === 'question';
}
