import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({ job: z.string() }),
  replies: ['stopping', 'already', 'absent'],
  risk: 'destroy',
  async foresee({ job }, { jobs }) {
    const now = await jobs.tally(job);
    if (!now) return { reply: 'absent', facts: { known: (await jobs.names()).join(', ') } };
    if (now.isStopped) return { reply: 'already' };
    return { facts: { running: now.tally.Running } };
  },
  async run({ job }, { jobs }) {
    const now = await jobs.tally(job);
    if (!now) return { reply: 'absent', facts: { known: (await jobs.names()).join(', ') } };
    if (now.isStopped) return { reply: 'already' };
    await jobs.stop(now);
    const isCounted = now.job.TaskGroups?.length === 1 && !now.children;
    const slots = { job, count: now.wanted };
    return {
      reply: 'stopping',
      facts: { running: now.tally.Running },
      undo: isCounted ? { intent: 'nomad/run-job', slots } : 'never',
    };
  },
});
