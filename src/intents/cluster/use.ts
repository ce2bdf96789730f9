import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

/** Only for this conversation: who else talks to us goes on where they are. */
export default defineIntent({
  slots: z.object({ cluster: z.string().optional() }),
  replies: ['using', 'already', 'which', 'one-only', 'alone'],
  risk: 'read',
  async run({ cluster: wanted }, { talk: { clusters } }) {
    const { names, current } = clusters;
    const facts = { names, wanted, cluster: undefined };
    if (names.length < 2) return { reply: 'alone', facts };
    if (wanted === undefined) return { reply: 'which', facts, asks: 'cluster' };
    if (!names.includes(wanted)) return { reply: 'one-only', facts, asks: 'cluster' };
    if (wanted === current) return { reply: 'already', facts };
    clusters.use(wanted);
    return { reply: 'using', facts };
  },
});
