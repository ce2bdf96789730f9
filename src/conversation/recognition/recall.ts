import type { Token } from './normalise.ts';
import type { Filling } from './slots.ts';

/** More words than any slot takes, and what comes after it. */
const longestSpan = 14;

/** What is known of a place in an utterance, by the number of the slot type. */
export type Known = (readonly Filling[] | undefined)[];

/**
 * Remembers readings by what is said from a place on and just before it, so that the many orders in which one
 * utterance is tried are read once. What one order says is put into words once for all slot types.
 */
export function createRecall(): (tokens: readonly Token[], at: number) => Known {
  const byPlace = new Map<readonly Token[], Known[]>();
  const byWords = new Map<string, Known>();

  return (tokens, at) => {
    const places = byPlace.get(tokens) ?? [];
    const known = places[at] ?? recall(toSpan(tokens, at));
    places[at] = known;
    byPlace.set(tokens, places);
    return known;
  };

  function recall(span: string): Known {
    const known = byWords.get(span) ?? [];
    byWords.set(span, known);
    return known;
  }
}

function toSpan(tokens: readonly Token[], at: number): string {
  const end = Math.min(tokens.length, at + longestSpan);
  let span = `${tokens[at - 1]?.text}`;
  for (let next = at; next < end; next += 1) span += ` ${tokens[next]?.glue}${tokens[next]?.text}`;
  return span;
}
