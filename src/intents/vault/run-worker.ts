import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

const role = 'worker';

export default defineIntent({
  slots: z.object({}),
  replies: ['started', 'unready'],
  risk: 'change',
  async run(_slots, { vault, workers }) {
    const known = await vault.roles();
    if (!known.includes(role)) return { reply: 'unready', facts: { role } };
    return { reply: 'started', facts: { job: await workers.start() }, undo: 'never' };
  },
});
