import type { Run } from './run.ts';

/** What is done to components; to machines, others do it. */
export type StackDeed = 'deploy' | 'scale' | 'destroy' | 'renew';

export function isStackDeed(deed: Run['deed']): deed is StackDeed {
  return deed !== 'resize' && deed !== 'drain';
}
