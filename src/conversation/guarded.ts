import type { Facts } from '../failure.ts';
import type { Entry } from './catalog.ts';

/** The numbers of a deed that a policy limit guards. */
export function guarded(
  { script }: Entry,
  slots: Facts,
): readonly { readonly limit: string; readonly value: number }[] {
  return Object.entries(script.slots).flatMap(([name, { limit }]) => {
    const value = slots[name];
    return limit !== undefined && typeof value === 'number' ? [{ limit, value }] : [];
  });
}
