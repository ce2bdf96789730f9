import type { Facts } from '../failure.ts';
import type { Guarded } from '../policy/policy.ts';
import type { Entry } from './catalog.ts';

/** The numbers of a deed that a policy limit guards. */
export function guarded({ script }: Entry, slots: Facts): readonly Guarded[] {
  return Object.entries(script.slots).flatMap(([slot, { limit }]) => {
    const value = slots[slot];
    return limit !== undefined && typeof value === 'number' ? [{ slot, limit, value }] : [];
  });
}
