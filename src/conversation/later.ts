import type { Later } from '../intent.ts';
import type { Deed, Done } from './deeds.ts';

/** What there will be to tell of a change: what it says itself, or how its run has ended. */
export function toLater({ entry }: Deed, { outcome, slots }: Done): Later | undefined {
  const { later, run } = outcome;
  const isRun = run !== undefined && entry.intent.risk !== 'read';
  const question = later ?? (isRun ? { intent: 'stack/progress', slots: {} } : undefined);
  const { cluster } = slots;
  if (!question || cluster === undefined) return question;
  return { ...question, slots: { ...question.slots, cluster } };
}
