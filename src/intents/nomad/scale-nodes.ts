import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({ count: z.number().int().min(0) }),
  replies: ['growing', 'shrinking', 'already', 'underway', 'poolless'],
  risk: 'change',
  async foresee({ count }, { machines: { pool } }) {
    if (count > 0) return { facts: {} };
    if (!pool) return { reply: 'poolless' };
    const { wanted, ready } = await pool.measure();
    const from = Math.max(wanted, ready);
    return from === 0 ? { reply: 'already' } : { facts: { from }, isGrave: true };
  },
  async run({ count }, { machines: { pool, keptIn } }) {
    if (!pool) return { reply: 'poolless' };
    const { wanted: from, ready } = await pool.measure();
    if (from === count && ready === count) return { reply: 'already' };
    const { id: run } = await pool.scale(count); // also where it is set so: a restart may have left it half done
    const facts = { from, ready, keptIn };
    if (from === count) return { reply: 'underway', facts };
    const undo = { intent: 'nomad/scale-nodes', slots: { count: from } };
    return { reply: count > from ? 'growing' : 'shrinking', facts, undo, run };
  },
});
