import type { Facts } from '../failure.ts';
import type { Intent } from '../intent.ts';
import type { Done } from './deeds.ts';

/** Where else a question may be asked, and the replies that send it there, the plainest "not here" first. */
export type Seek = { readonly clusters: readonly string[]; readonly replies: readonly string[] };

/**
 * Nowhere once a cluster was named. Where the talk was of one, only the plainest "not here" is a reason to look
 * elsewhere; otherwise whatever answers best is told.
 */
export function toSeek(
  { elsewhere = [] }: Intent,
  clusters: readonly string[],
  { said, focus, here }: Readonly<Record<'said' | 'focus' | 'here', Facts[string] | undefined>>,
): Seek {
  return {
    clusters: said === undefined ? clusters.filter((cluster) => cluster !== here) : [],
    replies: focus === undefined ? elsewhere : elsewhere.slice(0, 1),
  };
}

/** The one that tells most; the first of equals, which is the nearest. */
export function toBest(
  first: Done,
  others: readonly (Done | undefined)[],
  { replies }: Seek,
): Done {
  const rank = ({ outcome }: Done): number => {
    const place = replies.indexOf(outcome.reply);
    return place < 0 ? replies.length : place;
  };
  return others.reduce<Done>(
    (best, other) => (other && rank(other) > rank(best) ? other : best),
    first,
  );
}
