import { z } from 'zod';
import { Failure } from '../../failure.ts';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({ job: z.string() }),
  replies: ['running', 'partial', 'stopped', 'finished', 'absent'],
  risk: 'read',
  async run({ job }, { jobs }) {
    const found = await jobs.tally(job).catch((error: unknown) => {
      if (error instanceof Failure && error.kind === 'absent') return undefined;
      throw error;
    });
    if (!found) return { reply: 'absent' };
    const { wanted, isStopped, isBatch, tally } = found;
    const { Running: running, Complete: complete, Failed: failed } = tally;
    const facts = { count: wanted, running, complete, failed };
    const display = {
      title: `Job ${job}`,
      columns: ['state', 'tasks'],
      rows: Object.entries(tally).map(([state, count]) => [state.toLowerCase(), String(count)]),
    };
    if (isStopped) return { reply: 'stopped', facts, display };
    if (isBatch && running === 0 && complete + failed > 0)
      return { reply: 'finished', facts, display };
    return { reply: running >= wanted ? 'running' : 'partial', facts, display };
  },
});
