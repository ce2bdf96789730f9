import type { Pace } from '../pace.ts';

/** What every part of this sandbox shares: time, dice, and the signal that ends it. */
export type World = {
  readonly pace: Pace;
  /** Milliseconds. Leases and tokens tick on it, whatever the pace. */
  readonly now: () => number;
  readonly random: () => number;
  readonly signal: AbortSignal;
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** So many letters and digits by chance, as Vault makes its tokens and passwords. */
export function letters({ random }: Pick<World, 'random'>, count: number): string {
  return Array.from({ length: count }, () => alphabet[Math.floor(random() * alphabet.length)]).join(
    '',
  );
}

export function uuid({ random }: Pick<World, 'random'>): string {
  const digits = (length: number): string =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  return [8, 4, 4, 4, 12].map(digits).join('-');
}

export const toTime = (ms: number): string => new Date(ms).toISOString();
