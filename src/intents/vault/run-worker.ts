import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

const role = 'worker';

export default defineIntent({
  slots: z.object({}),
  replies: ['started', 'early', 'unready'],
  risk: 'change',
  async run(_slots, { vault, workers, stack }) {
    const known = await vault.roles();
    if (!known.includes(role)) {
      const coming = await stack.coming('database');
      return { reply: coming ? 'early' : 'unready', facts: { role, ...coming } };
    }
    return { reply: 'started', facts: { job: await workers.start() }, undo: 'never' };
  },
});
