import { z } from 'zod';
import { type Context, defineIntent } from '../../intent.ts';

type Change = ReturnType<Context['talk']['changes']>[number];

export default defineIntent({
  slots: z.object({ change: z.number().int().optional() }),
  replies: ['undone', 'vain', 'stuck', 'none'],
  risk: 'change',
  async foresee({ change }, { talk }) {
    const found = find(talk.changes(), change);
    if (!found) return { reply: 'none' };
    const { number, sentence: last, back, final } = found;
    if (back === undefined) return { reply: 'stuck', facts: { last, final } };
    return { facts: { last, back }, slots: { change: number } };
  },
  async run({ change }, { talk }) {
    const found = find(talk.changes(), change);
    if (!found) return { reply: 'none' };
    const { number, sentence: last, back, final } = found;
    if (back === undefined) return { reply: 'stuck', facts: { last, final } };
    const { how, isChanged } = await talk.takeBack(number);
    return { reply: isChanged ? 'undone' : 'vain', facts: { last, back, how } };
  },
});

/** The change of that number, or else the latest that was not taken back yet. */
function find(changes: readonly Change[], number: number | undefined): Change | undefined {
  return changes.find((one) => !one.isSettled && (number === undefined || one.number === number));
}
