import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { createPhrases } from './phrases.ts';

export type Guard = 'negated' | 'hypothetical' | 'question';

/** Says why something that was not understood as a request is none: a question at its start, the rest anywhere. */
export function createGuards(
  { guards }: Lists,
  { spellings }: Lexicon,
): (words: readonly string[], text: string) => Guard | undefined {
  const toFinder = (phrases: readonly string[]) =>
    createPhrases(
      phrases.map((phrase) => [phrase, undefined] as const),
      spellings,
    );
  const negated = toFinder(guards.negated);
  const hypothetical = toFinder(guards.hypothetical);
  const question = toFinder(guards.question);

  return (words, text) => {
    if (words.some((_, at) => negated.at(words, at).length > 0)) return 'negated';
    if (words.some((_, at) => hypothetical.at(words, at).length > 0)) return 'hypothetical';
    return question.at(words, 0).length > 0 || text.includes('?') ? 'question' : undefined;
  };
}
