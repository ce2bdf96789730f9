import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { createPhrases, type Phrases } from './phrases.ts';
import { createExcuse } from './remarks.ts';

/** What keeps a sentence from changing anything, whatever else it says. */
export type Doubts = {
  /** It tells what others say or do ("they stopped it"), forbids or takes back. */
  readonly isBarred: (words: readonly string[]) => boolean;
  /** It may tell of somebody's words, of another time or of second thoughts. */
  readonly isTelling: (words: readonly string[]) => boolean;
  /** It ends where something has to follow: "deploy nomad with". */
  readonly isBrokenOff: (words: readonly string[]) => boolean;
  /** Its number is not what there is to be, but more or less than there is: "by two". */
  readonly isRelative: (words: readonly string[]) => boolean;
  /** It tells what was done: "it was stopped", "we stopped it". */
  readonly isReport: (words: readonly string[]) => boolean;
};

const others = /^(?:he|she|they|someone|somebody|everyone|everybody|people|who)$/;
const past = /^(?:i|we|was|were|been)$/;

/** Prepares looking for them. */
export function createDoubts({ guards, places, remarks }: Lists, lexicon: Lexicon): Doubts {
  const toPhrases = (phrases: readonly string[]) =>
    createPhrases(
      phrases.map((phrase) => [phrase, undefined] as const),
      lexicon.spellings,
    );
  const barred = toPhrases(guards.barred);
  const withdrawn = toPhrases(guards.withdrawn);
  const telling = toPhrases(remarks.never);
  const relative = toPhrases(guards.relative);
  const withoutAbsolute = createExcuse(guards.absolute, lexicon.spellings);
  const finished = toPhrases(guards.finished);
  const prepositions = new Set([...places.prepositions, 'of', 'and', 'so']);

  return {
    isBarred: (words) =>
      isSaid(barred, words) || withdrawn.ending(words) !== undefined || isAny(words, others, /^/),
    isTelling: (words) => isSaid(telling, words),
    isBrokenOff: (words) =>
      prepositions.has(words.at(-1) ?? '') && finished.ending(words) === undefined,
    isRelative: (words) => isSaid(relative, withoutAbsolute(words)),
    isReport: (words) => isAny(words, past, /:ed$/),
  };

  /** Whether a verb in a form stands somewhere right behind a word. */
  function isAny(words: readonly string[], before: RegExp, form: RegExp): boolean {
    return words.some((word, at) => before.test(word) && isVerb(words, at + 1, form));
  }

  /** "Set" is both what is to be done and what was. */
  function isVerb(words: readonly string[], at: number, form: RegExp): boolean {
    const verbs = lexicon
      .readAt(words, at)
      .filter(
        ({ concept, how }) => how !== 'repaired' && lexicon.isVerb(concept.replace(/:.*/, '')),
      );
    return verbs.length > 0 && verbs.every(({ concept }) => form.test(concept));
  }
}

function isSaid(phrases: Phrases<undefined>, words: readonly string[]): boolean {
  return words.some((_, at) => phrases.at(words, at).length > 0);
}
