import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { type Token, toWords } from './normalise.ts';
import { startsWith } from './wrapping.ts';

export type Guard = 'negated' | 'hypothetical' | 'question';

/** Says why something that was not understood as a request is none: negation anywhere, the rest at the start. */
export function createGuards(
  { guards }: Lists,
  { spellings }: Lexicon,
): (tokens: readonly Token[], text: string) => Guard | undefined {
  const toPhrases = (phrases: readonly string[]) => phrases.map((phrase) => toWords(phrase, spellings));
  const negated = toPhrases(guards.negated);
  const hypothetical = toPhrases(guards.hypothetical);
  const question = toPhrases(guards.question);

  return (tokens, text) => {
    const rests = tokens.map((_, at) => tokens.slice(at));
    const anywhere = (phrases: readonly (readonly string[])[]) =>
      phrases.some((phrase) => rests.some((rest) => startsWith(rest, phrase)));
    if (anywhere(negated)) return 'negated';
    if (anywhere(hypothetical)) return 'hypothetical';
    const asks = question.some((phrase) => startsWith(tokens, phrase)) || text.trimEnd().endsWith('?');
    return asks ? 'question' : undefined;
  };
}
