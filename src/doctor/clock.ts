import { fine, type Finding, wrong } from './finding.ts';

const toleratedMs = 10_000; // tokens and certificates begin to fail within a minute

/** Compares the Date of an answer, which is given in whole seconds, with ours. */
export function compareClocks(date: string | undefined, now: number): Finding | undefined {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return undefined;
  const behindMs = now - theirs;
  const seconds = Math.round(Math.abs(behindMs) / 1_000);
  if (Math.abs(behindMs) <= toleratedMs) return fine('clock', 'agrees with ours');
  const said = `is ${seconds} seconds ${behindMs > 0 ? 'behind' : 'ahead of'} ours`;
  return wrong('clock', said, 'Set both by NTP (timedatectl set-ntp true, or chrony).');
}
