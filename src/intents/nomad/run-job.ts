import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({ job: z.string(), count: z.number().int().min(1) }),
  replies: ['creating', 'shrinking', 'waiting', 'roomless', 'dispatched', 'already', 'unknown'],
  risk: 'change',
  async run({ job, count }, { jobs, turn }) {
    const token = [turn.channel, turn.session, turn.id].join(' ');
    const ran = await jobs.run(job, count, token);
    if (ran.kind === 'unknown')
      return { reply: 'unknown', facts: { known: (await jobs.names()).join(', ') } };
    if (ran.kind === 'dispatched') return { reply: 'dispatched', undo: 'never' };
    const { from, shortage } = ran;
    if (ran.kind === 'already') return { reply: 'already' };
    const undo =
      from === undefined
        ? { intent: 'nomad/stop-job', slots: { job } }
        : { intent: 'nomad/scale-job', slots: { job, count: from } };
    if (!shortage) {
      const shrinks = from !== undefined && from > count;
      return { reply: shrinks ? 'shrinking' : 'creating', facts: { from }, undo };
    }
    const room = Math.max(0, count - shortage.waiting);
    return { reply: room > 0 ? 'waiting' : 'roomless', facts: { ...shortage, room }, undo };
  },
});
