import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { createTemplatePhrases } from './template-phrases.ts';

export type Answer = 'yes' | 'no' | 'cancel' | 'repeat' | 'again';

const kinds = ['yes', 'no', 'cancel', 'repeat', 'again'] as const;

/** Reads an utterance that is nothing but yes, no, cancel, repeat or and-now, perhaps several times over and politely. */
export function createAnswers(
  { answers, wrapping }: Lists,
  { spellings }: Lexicon,
): (words: readonly string[], isAsked: boolean) => Answer | undefined {
  const find = createTemplatePhrases<Answer | undefined>(
    [
      ...kinds.flatMap((kind) => answers[kind].map((phrase) => [phrase, kind] as const)),
      ...[...wrapping.noises, ...wrapping.closers].map((phrase) => [phrase, undefined] as const),
    ],
    spellings,
  );

  return (words, isAsked) => {
    for (const seen of readAll(words, 0, new Set())) {
      if (seen.size > 1) seen.delete(isAsked ? 'again' : 'yes'); // "yes, now" is a yes, and "okay, and now?" is none
      if (seen.size === 2 && seen.has('no') && seen.has('cancel')) return 'cancel';
      const [only] = seen;
      if (seen.size === 1) return only;
    }
    return undefined;
  };

  /** All ways to read the words from `at` on as answers, one after the other. */
  function* readAll(
    words: readonly string[],
    at: number,
    before: ReadonlySet<Answer>,
  ): Generator<Set<Answer>> {
    if (at === words.length) yield new Set(before);
    const said = new Map<number, Answer | undefined>();
    for (const { value, length } of find.at(words, at))
      if (!said.has(length)) said.set(length, value);
    for (const [length, value] of said)
      yield* readAll(words, at + length, value ? new Set([...before, value]) : before);
  }
}
