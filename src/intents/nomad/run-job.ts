import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({ job: z.string(), count: z.number().int().min(1) }),
  replies: ['creating', 'already', 'unknown'],
  risk: 'change',
  async run({ job, count }, { jobs }) {
    const known = await jobs.names();
    if (!known.includes(job)) return { reply: 'unknown', facts: { known: known.join(', ') } };
    const { isRunning } = await jobs.run(job, count);
    return { reply: isRunning ? 'already' : 'creating' };
  },
});
