import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({ role: z.string().optional() }),
  replies: ['some', 'none'],
  risk: 'read',
  async run({ role }, { workers }) {
    const guests = await workers.guests(role);
    const [oldest] = guests;
    if (!oldest) return { reply: 'none' };
    return {
      reply: 'some',
      facts: {
        total: guests.length,
        age: oldest.ageSeconds,
        next: Math.min(...guests.map(({ leftSeconds }) => leftSeconds)),
      },
      display: {
        title: 'In the database',
        columns: ['user', 'role', 'for', 'ends in'],
        rows: guests.map((guest) => [
          guest.username ?? guest.lease,
          guest.role,
          `${guest.ageSeconds} s`,
          `${guest.leftSeconds} s`,
        ]),
      },
    };
  },
});
