import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

const wrapSeconds = 60;

export default defineIntent({
  slots: z.object({ role: z.string().optional() }),
  replies: ['issued', 'elsewhere', 'unknown', 'early', 'unready'],
  risk: 'change',
  async run({ role = 'worker' }, { vault, turn, stack }) {
    if (turn.screen !== 'own') return { reply: 'elsewhere' };
    const known = await vault.roles();
    if (known.length === 0) {
      const coming = await stack.coming('database');
      return { reply: coming ? 'early' : 'unready', facts: { ...coming } };
    }
    if (!known.includes(role)) return { reply: 'unknown', facts: { role, known } };
    const { token, ttlSeconds } = await vault.issueWrapped(role, wrapSeconds);
    // the one place where a secret is shown: it opens the credentials once, and they are never spoken
    const shown = token.reveal();
    return {
      reply: 'issued',
      facts: { role, seconds: ttlSeconds },
      undo: 'never',
      display: {
        title: `Credentials for ${role}, for one look within ${ttlSeconds} seconds`,
        columns: ['what', 'is'],
        rows: [
          ['wrapping token', shown],
          ['to unwrap', `bao unwrap ${shown}`],
        ],
        isSecret: true,
      },
    };
  },
});
