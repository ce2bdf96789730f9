import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { normalise, type Token } from './normalise.ts';
import { createPhrases } from './phrases.ts';

/** One of two parts of an utterance. */
export type Clause = { readonly text: string; readonly tokens: readonly Token[] };

/** Two parts of which one may be the request and the other a remark; `marked` by punctuation or by how one begins. */
export type Split = { readonly before: Clause; readonly after: Clause; readonly marked: boolean };

const most = 4;
/** "… shut it down": an object this near to the beginning makes a clause. */
const near = 3;

/** All ways in which an utterance may be two: at a comma or full stop, at "and" or "so", before "… shut it down". */
export function createSplit(
  { answers, remarks }: Lists,
  { spellings }: Lexicon,
): (text: string, tokens: readonly Token[]) => readonly Split[] {
  const toFinder = (phrases: readonly string[]) =>
    createPhrases(
      phrases.map((phrase) => [phrase, undefined] as const),
      spellings,
    );
  const joints = toFinder(remarks.joints);
  const requests = toFinder(remarks.requests);
  const objects = new Set(answers.pronouns);

  return (text, tokens) => [...atMarks(text), ...atWords(tokens)];

  function atMarks(text: string): readonly Split[] {
    const parts = text.split(/(?<=[,;:.!?])\s+|\s[-–—]+\s/).filter((part) => /\w/.test(part));
    if (parts.length > most) return [];
    return parts.slice(1).map((_, at) => ({
      before: toClause(parts.slice(0, at + 1).join(' ')),
      after: toClause(parts.slice(at + 1).join(' ')),
      marked: true,
    }));
  }

  function toClause(text: string): Clause {
    return { text, tokens: normalise(text, spellings) };
  }

  function atWords(tokens: readonly Token[]): readonly Split[] {
    const words = tokens.map(({ text }) => text);
    const object = words.findLastIndex((word) => objects.has(word));
    return words.flatMap((_, at): readonly Split[] => {
      const joint = joints.at(words, at).length > 0;
      const marked = requests.at(words, at).length > 0;
      if (at === 0 || !(joint || marked || (object > at && object <= at + near))) return [];
      const [before, after] = [tokens.slice(0, at), tokens.slice(at)];
      return [{ before: fromTokens(before), after: fromTokens(after), marked }];
    });
  }
}

function fromTokens(tokens: readonly Token[]): Clause {
  return { text: tokens.map(({ text }) => text).join(' '), tokens };
}
