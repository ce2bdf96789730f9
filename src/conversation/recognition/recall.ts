import type { Token } from './normalise.ts';
import type { Filling } from './slots.ts';

/** More words than any slot takes, and what comes after it. */
const longestSpan = 14;

/** What is known of a place in an utterance, by the number of the slot type. */
export type Known = (readonly Filling[] | undefined)[];

/**
 * Remembers readings by what is said from a place on and just before it, so that the many orders in which one
 * utterance is tried are read once. What one order says is put into words once for all slot types, and not at all
 * where it is what the first order says there.
 */
export function createRecall(): (tokens: readonly Token[], at: number) => Known {
  const byPlace = new Map<readonly Token[], Known[]>();
  const byWords = new Map<string, Known>();
  const firstPlaces = new Map<Token, number>();
  let first: readonly Token[] | undefined;

  return (tokens, at) => {
    const places = byPlace.get(tokens) ?? [];
    const known = (places[at] ??= recall(tokens, at));
    byPlace.set(tokens, places);
    return known;
  };

  function recall(tokens: readonly Token[], at: number): Known {
    if (first === undefined) {
      first = tokens;
      for (const [place, token] of tokens.entries()) firstPlaces.set(token, place);
    }
    if (tokens === first) return [];
    const token = tokens[at];
    const place = token && firstPlaces.get(token);
    if (place !== undefined && isSame(tokens, at, first, place)) {
      const places = byPlace.get(first) ?? [];
      return (places[place] ??= []);
    }
    return recallWords(toSpan(tokens, at));
  }

  function recallWords(span: string): Known {
    const known = byWords.get(span) ?? [];
    byWords.set(span, known);
    return known;
  }
}

/** From a place on and just before it. */
function isSame(
  tokens: readonly Token[],
  at: number,
  others: readonly Token[],
  place: number,
): boolean {
  for (let next = -1; next < longestSpan; next += 1)
    if (tokens[at + next] !== others[place + next]) return false;
  return true;
}

function toSpan(tokens: readonly Token[], at: number): string {
  const end = Math.min(tokens.length, at + longestSpan);
  let span = `${tokens[at - 1]?.text}`;
  for (let next = at; next < end; next += 1) span += ` ${tokens[next]?.glue}${tokens[next]?.text}`;
  return span;
}
