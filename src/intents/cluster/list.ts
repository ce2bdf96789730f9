import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['several', 'one'],
  risk: 'read',
  async run(_slots, { talk: { clusters } }) {
    const { names, current } = clusters;
    const total = names.length;
    return {
      reply: total > 1 ? 'several' : 'one',
      facts: { total, names, current },
      ...(total > 1 && {
        display: {
          title: 'Clusters',
          columns: ['cluster', 'in use'],
          rows: names.map((name) => [name, name === current ? 'yes' : '']),
        },
      }),
    };
  },
});
