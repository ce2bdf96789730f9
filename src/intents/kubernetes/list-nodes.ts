import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['all', 'some', 'none'],
  risk: 'read',
  async run(_slots, { kubernetes }) {
    const nodes = await kubernetes.nodes();
    if (nodes.length === 0) return { reply: 'none' };
    const unready = nodes.filter((node) => !node.isReady).map((node) => node.name);
    const total = nodes.length;
    return {
      reply: unready.length === 0 ? 'all' : 'some',
      facts: { total, ready: total - unready.length, unready },
      display: {
        title: 'Kubernetes nodes',
        columns: ['node', 'state'],
        rows: nodes.map((node) => [node.name, node.isReady ? 'ready' : 'not ready']),
      },
    };
  },
});
