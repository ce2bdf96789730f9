import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({ job: z.string(), count: z.number().int().min(0) }),
  replies: ['scaling', 'waiting', 'already', 'stopped', 'fixed', 'absent'],
  risk: 'change',
  async run({ job, count }, { jobs, turn }) {
    const now = await jobs.tally(job);
    if (!now) return { reply: 'absent', facts: { known: (await jobs.names()).join(', ') } };
    if (now.isStopped) return { reply: 'stopped' };
    if (now.children) return { reply: 'fixed' };
    const from = now.wanted;
    if (from === count) return { reply: 'already' };
    const { shortage } = await jobs.scale(now, count, turn.id);
    const undo = { intent: 'nomad/scale-job', slots: { job, count: from } };
    if (!shortage) return { reply: 'scaling', facts: { from }, undo };
    const room = Math.max(0, count - shortage.waiting);
    return { reply: 'waiting', facts: { ...shortage, from, room }, undo };
  },
});
