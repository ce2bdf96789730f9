import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { createTemplatePhrases } from './template-phrases.ts';

export type Answer = 'yes' | 'no' | 'cancel' | 'repeat' | 'again';

const nothing: ReadonlySet<Answer> = new Set();

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

  return (words, isAsked) => read(words, 0, isAsked, nothing);

  /** The first way to read the words from `at` on as answers that says one thing. */
  function read(
    words: readonly string[],
    at: number,
    isAsked: boolean,
    before: ReadonlySet<Answer>,
  ): Answer | undefined {
    if (at === words.length) return toOne(before, isAsked);
    const said = new Set<number>();
    for (const { value, length } of find.at(words, at)) {
      if (said.has(length)) continue;
      said.add(length);
      const seen = value ? new Set(before).add(value) : before;
      const answer = read(words, at + length, isAsked, seen);
      if (answer) return answer;
    }
    return undefined;
  }
}

/** "Yes, now" is a yes, "okay, and now?" is none, "no, cancel" is a cancel. */
function toOne(said: ReadonlySet<Answer>, isAsked: boolean): Answer | undefined {
  const beside = isAsked ? 'again' : 'yes';
  const [only, other, another] = [...said].filter((one) => said.size < 2 || one !== beside);
  if (another !== undefined) return undefined;
  if (other === undefined) return only;
  return said.has('no') && said.has('cancel') ? 'cancel' : undefined;
}
