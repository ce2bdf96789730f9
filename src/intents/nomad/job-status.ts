import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({ job: z.string() }),
  replies: ['running', 'partial', 'waiting', 'failing', 'stopped', 'finished', 'dispatched', 'absent'],
  risk: 'read',
  async run({ job }, { jobs }) {
    const found = await jobs.tally(job);
    if (!found) return { reply: 'absent' };
    const { wanted, isStopped, isBatch, tally, children } = found;
    const { Running: running, Complete: complete, Failed: failed } = tally;
    const facts = { count: wanted, running, complete, failed };
    const display = {
      title: `Job ${job}`,
      columns: ['state', 'tasks'],
      rows: Object.entries(tally).map(([state, count]) => [state.toLowerCase(), String(count)]),
    };
    if (isStopped) return { reply: 'stopped', facts, display };
    if (children) {
      const { Pending: pending, Running, Dead: ended } = children;
      return { reply: 'dispatched', facts: { pending, running: Running, ended } };
    }
    const isOver = isBatch && running + tally.Starting + tally.Queued === 0;
    if (isOver && failed === 0) return { reply: 'finished', facts, display };
    if (!isOver && running >= wanted) return { reply: 'running', facts, display };
    const { shortage, cause } = await jobs.trouble(found);
    if (shortage) return { reply: 'waiting', facts: { ...facts, ...shortage }, display };
    if (cause) return { reply: 'failing', facts: { ...facts, ...cause }, display };
    return { reply: isOver ? 'finished' : 'partial', facts, display };
  },
});
