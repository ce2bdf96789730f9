import type { Job } from '../jobspec/canonicalize.ts';
import { without } from '../state/without.ts';

/** Whether registering it would change nothing that its writer said; a stopped job is started again. */
export function isUnchanged(known: Job, job: Job): boolean {
  return !known.Stop && fingerprint(known) === fingerprint(job);
}

const kept = ['Status', 'StatusDescription', 'Version', 'SubmitTime', 'Stable', 'Stop'];
const indexes = ['CreateIndex', 'ModifyIndex', 'JobModifyIndex'];

function fingerprint(job: Job): string {
  return JSON.stringify(sorted(without(job, ...kept, ...indexes)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
