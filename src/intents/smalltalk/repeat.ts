import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['again', 'nothing'],
  risk: 'read',
  async run(_slots, { talk: { lastSpeech } }) {
    return lastSpeech === undefined
      ? { reply: 'nothing' }
      : { reply: 'again', facts: { last: lastSpeech } };
  },
});
