import type { Job } from '../jobspec/canonicalize.ts';

/** Whether registering it would change nothing that its writer said; a stopped job is started again. */
export function isUnchanged(known: Job, job: Job): boolean {
  return !known.Stop && fingerprint(known) === fingerprint(job);
}

function fingerprint(job: Job): string {
  const { Status, StatusDescription, Version, SubmitTime, Stable, Stop, ...rest } = job;
  const { CreateIndex, ModifyIndex, JobModifyIndex, ...spec } = rest;
  return JSON.stringify(sorted(spec));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
