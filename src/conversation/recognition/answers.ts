import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { type Token, toWords } from './normalise.ts';
import { startsWith } from './wrapping.ts';

export type Answer = 'yes' | 'no' | 'cancel' | 'repeat';

const kinds = ['yes', 'no', 'cancel', 'repeat'] as const;

/** Reads an utterance that is nothing but yes, no, cancel or repeat, perhaps several times over and politely. */
export function createAnswers(
  { answers, wrapping }: Lists,
  { spellings }: Lexicon,
): (tokens: readonly Token[]) => Answer | undefined {
  const listed = [
    ...kinds.flatMap((kind) => answers[kind].map((phrase) => ({ kind, phrase }))),
    ...[...wrapping.noises, ...wrapping.closers].map((phrase) => ({ kind: undefined, phrase })),
  ]
    .map(({ kind, phrase }) => ({ kind, words: toWords(phrase, spellings) }))
    .toSorted((a, b) => b.words.length - a.words.length);

  return (tokens) => {
    const seen = new Set<Answer>();
    for (let at = 0; at < tokens.length; ) {
      const rest = tokens.slice(at);
      const found = listed.find(({ words }) => startsWith(rest, words));
      if (!found) return undefined;
      if (found.kind) seen.add(found.kind);
      at += found.words.length;
    }
    if (seen.size === 2 && seen.has('no') && seen.has('cancel')) return 'cancel';
    const [only] = seen;
    return seen.size === 1 ? only : undefined;
  };
}
