import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['all', 'some', 'none'],
  risk: 'read',
  async run(_slots, { nomad }) {
    const nodes = await nomad.nodes();
    if (nodes.length === 0) return { reply: 'none' };
    const unready = nodes.filter(({ Status }) => Status !== 'ready').map(({ Name }) => Name);
    const total = nodes.length;
    return {
      reply: unready.length === 0 ? 'all' : 'some',
      facts: { total, ready: total - unready.length, unready: unready.join(', ') },
      display: {
        title: 'Nomad client machines',
        columns: ['machine', 'state', 'eligible'],
        rows: nodes.map((node) => [node.Name, node.Status, node.SchedulingEligibility]),
      },
    };
  },
});
