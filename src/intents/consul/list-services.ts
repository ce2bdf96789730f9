import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['some', 'none'],
  risk: 'read',
  async run(_slots, { consul }) {
    const { value: services } = await consul.services();
    if (services.length === 0) return { reply: 'none' };
    const names = services.map(({ name }) => name);
    return {
      reply: 'some',
      facts: { total: services.length, names },
      display: {
        title: 'Consul services',
        columns: ['service', 'tags'],
        rows: services.map(({ name, tags }) => [name, tags.join(', ')]),
      },
    };
  },
});
