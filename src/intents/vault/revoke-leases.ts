import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({ role: z.string().optional() }),
  replies: ['revoked', 'some', 'none'],
  risk: 'destroy',
  async run({ role }, { vault }) {
    const before = await vault.countLeases(role);
    if (before === 0) return { reply: 'none' };
    await vault.revokeLeases(role);
    const left = await vault.countLeases(role);
    const total = Math.max(0, before - left);
    return { reply: left === 0 ? 'revoked' : 'some', facts: { total, left }, undo: 'never' };
  },
});
