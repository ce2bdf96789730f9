import type { Guess, Recognition } from '../recognition.ts';
import { createResolve } from './antecedents.ts';
import type { Guard } from './guards.ts';
import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import type { Token } from './normalise.ts';
import type { Risk } from './phrasebook.ts';
import { createRemarks, type Place } from './remarks.ts';
import type { ReadFillings } from './slots.ts';
import { type Clause, createSplit, type Split } from './split.ts';

/** What one part is when it is heard alone. */
export type HearOne = (tokens: readonly Token[]) => Recognition | undefined;

type Heard = { readonly heard: Recognition; readonly absorbed: boolean };

/** Hears an utterance of two parts: a request and a remark in either order, or the same request twice over. */
export function createClauses(
  lists: Lists,
  risks: ReadonlyMap<string, Risk>,
  lexicon: Lexicon,
  findGuard: (words: readonly string[], text: string) => Guard | undefined,
): (
  text: string,
  tokens: readonly Token[],
  readFillings: ReadFillings,
  hearOne: HearOne,
) => Recognition | undefined {
  const split = createSplit(lists, lexicon);
  const resolve = createResolve(lists, lexicon);
  const isRemark = createRemarks(lists, lexicon, findGuard);

  return (text, tokens, readFillings, hearOne) => {
    for (const parts of split(text, tokens)) {
      const found = toRequest(parts, (one, other) => hear(one, other, readFillings, hearOne));
      if (found) return found;
    }
    return undefined;
  };

  function toRequest(
    { before, after, marked }: Split,
    hearBeside: (one: Clause, other: Clause) => Heard | undefined,
  ): Recognition | undefined {
    const last = hearBeside(after, before);
    if (last && stands(last, before, marked ? 'before' : 'loose')) return last.heard;
    const first = hearBeside(before, after);
    if (first && stands(first, after, 'after')) return first.heard;
    return first && last ? agree(first.heard, last.heard) : undefined;
  }

  function hear(
    one: Clause,
    other: Clause,
    readFillings: ReadFillings,
    hearOne: HearOne,
  ): Heard | undefined {
    for (const { tokens, absorbed } of resolve(one.tokens, other.tokens, readFillings)) {
      const heard = hearOne(tokens);
      if (heard) return { heard, absorbed };
    }
    return undefined;
  }

  function stands({ heard, absorbed }: Heard, other: Clause, place: Place): boolean {
    if (absorbed) return true;
    const { intent, slots } = heard.kind === 'propose' ? heard.guess : toGuess(heard);
    const values = Object.values(slots).map(String);
    return isRemark(other, place, { harmless: risks.get(intent) === 'read', values });
  }
}

function toGuess(heard: Recognition): Pick<Guess, 'intent' | 'slots'> {
  return heard.kind === 'intent' ? heard : { intent: '', slots: {} };
}

/** The same thing said twice over: what tells more. */
function agree(first: Recognition, last: Recognition): Recognition | undefined {
  if (first.kind !== 'intent' || last.kind !== 'intent' || first.intent !== last.intent)
    return undefined;
  return Object.keys(first.slots).length > Object.keys(last.slots).length ? first : last;
}
