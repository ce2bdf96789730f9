import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['named', 'nameless'],
  risk: 'read',
  async run(_slots, { speaker: { name } }) {
    return name === undefined ? { reply: 'nameless' } : { reply: 'named', facts: { name } };
  },
});
