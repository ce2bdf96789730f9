import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['told'],
  risk: 'read',
  async run() {
    return { reply: 'told' };
  },
});
