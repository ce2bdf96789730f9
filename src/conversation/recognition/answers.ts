import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { createPhrases } from './phrases.ts';

export type Answer = 'yes' | 'no' | 'cancel' | 'repeat' | 'again';

const kinds = ['yes', 'no', 'cancel', 'repeat', 'again'] as const;

/** Reads an utterance that is nothing but yes, no, cancel, repeat or and-now, perhaps several times over and politely. */
export function createAnswers(
  { answers, wrapping }: Lists,
  { spellings }: Lexicon,
): (words: readonly string[], isAsked: boolean) => Answer | undefined {
  const find = createPhrases<Answer | undefined>(
    [
      ...kinds.flatMap((kind) => answers[kind].map((phrase) => [phrase, kind] as const)),
      ...[...wrapping.noises, ...wrapping.closers].map((phrase) => [phrase, undefined] as const),
    ],
    spellings,
  );

  return (words, isAsked) => {
    const seen = new Set<Answer>();
    for (let at = 0; at < words.length;) {
      const [said] = find.at(words, at);
      if (!said) return undefined;
      if (said.value) seen.add(said.value);
      at += said.length;
    }
    if (seen.size > 1) seen.delete(isAsked ? 'again' : 'yes'); // "yes, now" is a yes, and "okay, and now?" is none
    if (seen.size === 2 && seen.has('no') && seen.has('cancel')) return 'cancel';
    const [only] = seen;
    return seen.size === 1 ? only : undefined;
  };
}
