import { z } from 'zod';
import { Failure } from '../../failure.ts';
import { type Context, defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({ role: z.string().optional() }),
  replies: ['some', 'coming', 'none', 'none-as', 'unknown'],
  risk: 'read',
  async run({ role }, { workers, vault }) {
    const guests = await workers.guests(role);
    const [oldest] = guests;
    if (!oldest && role !== undefined) {
      const known = await vault.roles();
      return { reply: known.includes(role) ? 'none-as' : 'unknown', facts: { role, known } };
    }
    if (!oldest) {
      const { count, trouble } = await lookForStarting(workers);
      if (count === 0) return { reply: 'none' };
      return { reply: 'coming', facts: { starting: count, because: trouble } };
    }
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

/** Where nobody may look at the Jobs, or nobody answers, none are known. */
async function lookForStarting({ starting }: Context['workers']): ReturnType<typeof starting> {
  try {
    return await starting();
  } catch (error) {
    if (error instanceof Failure) return { count: 0, trouble: undefined };
    throw error;
  }
}
