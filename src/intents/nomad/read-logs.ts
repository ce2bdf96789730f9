import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

const mostSpoken = 120;

const replies = ['lines', 'silent', 'lost', 'unstarted', 'idle', 'which', 'absent'] as const;

export default defineIntent({
  slots: z.object({ job: z.string() }),
  replies,
  risk: 'read',
  elsewhere: ['absent', 'which'],
  async run({ job }, { jobs }) {
    const now = await jobs.tally(job);
    if (!now) {
      const { kind: reply, ...facts } = await jobs.missed(job);
      return { reply, facts, ...(reply === 'which' && { asks: 'job' }) };
    }
    const log = await jobs.log(now);
    if (!log) return { reply: 'unstarted' };
    const last = log.lines.at(-1);
    if (last === undefined)
      return { reply: log.isLost ? 'lost' : 'silent', facts: { node: log.node } };
    return {
      reply: 'lines',
      facts: {
        line: last.length > mostSpoken ? `${last.slice(0, mostSpoken)}…` : last,
        total: log.lines.length,
        allocation: log.allocation,
      },
      display: {
        title: `${log.allocation} on ${log.node}, ${log.stream}`,
        columns: ['line'],
        rows: log.lines.map((line) => [line]),
      },
    };
  },
});
