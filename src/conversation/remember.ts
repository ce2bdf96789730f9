import type { Facts } from '../failure.ts';
import type { Deed } from './deeds.ts';
import type { Session } from './memory.ts';
import { everyCluster } from './recognition/on-all-clusters.ts';

/** What a deed leaves in memory, for "no, fifteen", "how many are running?" and "and now?". */
export function remember(session: Session, deed: Deed, slots: Facts): Partial<Session> {
  const { entry, intent } = deed;
  const isQuestion = entry.intent.risk === 'read' && !intent.startsWith('smalltalk/');
  const asked = { ...(isQuestion && { asked: { intent, slots } }) };
  if (Object.keys(slots).length === 0) return { misses: 0, ...asked };
  const focus = toFocus(session.focus, deed, slots);
  const last = { intent, slots };
  const ordered = entry.intent.risk === 'read' ? {} : { ordered: last };
  return { misses: 0, ...asked, ...ordered, last, focus };
}

/**
 * The latest value of each slot type that was talked about. A cluster counts if it was chosen, by its name or by
 * what was found there: the default is no choice, and all of them are none.
 */
function toFocus(before: Facts, { entry, slots: given, seek }: Deed, slots: Facts): Facts {
  const isDefault = seek !== undefined && seek.clusters.length > 0;
  const focus: Record<string, string | number> = { ...before };
  for (const [name, value] of Object.entries(slots)) {
    const type = entry.script.slots[name]?.type;
    if (type === undefined || type === 'number') continue;
    if (type === 'cluster' && (value === everyCluster || (isDefault && value === given[name])))
      continue;
    focus[type] = value;
  }
  return focus;
}
