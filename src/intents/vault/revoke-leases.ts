import { z } from 'zod';
import { type Context, defineIntent, type Outcome } from '../../intent.ts';

const replies = ['revoked', 'some', 'none', 'none-as', 'unknown'] as const;

export default defineIntent({
  slots: z.object({ role: z.string().optional() }),
  replies,
  risk: 'destroy',
  async foresee({ role }, { vault }) {
    const total = await vault.countLeases(role);
    return total === 0 ? tellNone(role, vault) : { facts: { total } };
  },
  async run({ role }, { vault }) {
    const before = await vault.countLeases(role);
    if (before === 0) return tellNone(role, vault);
    await vault.revokeLeases(role);
    const left = await vault.countLeases(role);
    const total = Math.max(0, before - left);
    return { reply: left === 0 ? 'revoked' : 'some', facts: { total, left }, undo: 'never' };
  },
});

async function tellNone(
  role: string | undefined,
  { roles }: Context['vault'],
): Promise<Outcome<(typeof replies)[number]>> {
  if (role === undefined) return { reply: 'none' };
  const known = await roles();
  return { reply: known.includes(role) ? 'none-as' : 'unknown', facts: { role, known } };
}
