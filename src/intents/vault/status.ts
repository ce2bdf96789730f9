import { z } from 'zod';
import { Failure } from '../../failure.ts';
import { type Context, defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['unsealed', 'leaderless', 'sealed', 'uninitialised', 'absent'],
  risk: 'read',
  async run(_slots, { vault, stack }) {
    const status = await vault.status().catch(async (error: unknown) => {
      if (await isAbsent(error, stack)) return undefined;
      throw error;
    });
    if (!status) return { reply: 'absent', facts: { place: stack.place } };
    const { isInitialized, isSealed, sealType, version, progress, threshold, leader } = status;
    const keys = sealType === 'shamir' ? { progress, threshold } : { seal: sealType };
    const facts = { version, leader, ...keys };
    const display = {
      title: 'Vault',
      columns: ['what', 'is'],
      rows: [
        ['initialised', isInitialized ? 'yes' : 'no'],
        ['sealed', isSealed ? 'yes' : 'no'],
        ['seal', sealType],
        ['leader', leader ?? 'none'],
        ['version', version],
      ],
    };
    if (!isInitialized) return { reply: 'uninitialised', facts, display };
    if (isSealed) return { reply: 'sealed', facts, display };
    return { reply: leader === undefined ? 'leaderless' : 'unsealed', facts, display };
  },
});

/** Nobody answers because nothing is deployed: that is an answer, not a failure. */
async function isAbsent(error: unknown, stack: Context['stack']): Promise<boolean> {
  if (!(error instanceof Failure) || !stack.known.includes('vault')) return false;
  return (await stack.status('vault')).servers === undefined;
}
