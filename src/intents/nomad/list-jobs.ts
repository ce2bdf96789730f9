import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['some', 'none'],
  risk: 'read',
  async run(_slots, { nomad }) {
    const jobs = await nomad.jobs();
    if (jobs.length === 0) return { reply: 'none' };
    const names = jobs.map(({ Name }) => Name);
    const spoken = names.length > 5 ? [...names.slice(0, 5), 'and more'] : names;
    return {
      reply: 'some',
      facts: {
        total: jobs.length,
        running: jobs.filter(({ Status }) => Status === 'running').length,
        names: spoken.join(', '),
      },
      display: {
        title: 'Nomad jobs',
        columns: ['job', 'type', 'state'],
        rows: jobs.map(({ Name, Type, Status }) => [Name, Type, Status]),
      },
    };
  },
});
