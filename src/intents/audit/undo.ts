import { z } from 'zod';
import { type Context, defineIntent, type Outcome } from '../../intent.ts';

const replies = ['undone', 'vain', 'stuck', 'refused', 'none'] as const;

type Change = ReturnType<Context['talk']['changes']>[number];
type Told = Outcome<(typeof replies)[number]>;
type Found = { readonly change: Change; readonly last: string; readonly back: string };

export default defineIntent({
  slots: z.object({ change: z.number().int().optional() }),
  replies,
  risk: 'change',
  async foresee({ change: number }, { talk }) {
    const found = find(talk.changes(), number);
    if ('reply' in found) return found;
    const { change, last, back } = found;
    return { facts: { last, back }, slots: { change: change.number } };
  },
  async run({ change: number }, { talk }) {
    const found = find(talk.changes(), number);
    if ('reply' in found) return found;
    const { change, last, back } = found;
    const { how, isChanged } = await talk.takeBack(change.number);
    return { reply: isChanged ? 'undone' : 'vain', facts: { last, back, how } };
  },
});

/** The change of that number, or else the latest that was not taken back yet; or why it stays. */
function find(changes: readonly Change[], number: number | undefined): Found | Told {
  const change = changes.find(
    (one) => !one.isSettled && (number === undefined || one.number === number),
  );
  if (!change) return { reply: 'none' };
  const { sentence: last, back, final, refused } = change;
  if (back === undefined) return { reply: 'stuck', facts: { last, final } };
  if (refused) return { reply: 'refused', facts: { last, back, ...refused } };
  return { change, last, back };
}
