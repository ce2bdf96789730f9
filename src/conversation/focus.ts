import type { Facts } from '../failure.ts';
import type { Deed } from './deeds.ts';

/**
 * The latest value of each slot type that was talked about, once a deed was done with these slots. A cluster counts
 * if it was chosen, by its name or by what was found there: the default is no choice.
 */
export function toFocus(before: Facts, { entry, slots: given, seek }: Deed, slots: Facts): Facts {
  const isDefault = seek !== undefined && seek.clusters.length > 0;
  const focus: Record<string, string | number> = { ...before };
  for (const [name, value] of Object.entries(slots)) {
    const type = entry.script.slots[name]?.type;
    if (type === undefined || type === 'number') continue;
    if (type === 'cluster' && isDefault && value === given[name]) continue;
    focus[type] = value;
  }
  return focus;
}
