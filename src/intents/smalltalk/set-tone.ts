import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({ tone: z.enum(['snarky', 'plain']) }),
  replies: ['set'],
  risk: 'read',
  async run({ tone }, { talk }) {
    talk.setTone(tone);
    return { reply: 'set' };
  },
});
