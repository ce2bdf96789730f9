import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['gone'],
  risk: 'read',
  async run() {
    return { reply: 'gone', end: true };
  },
});
