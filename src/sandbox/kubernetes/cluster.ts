import type { Pace } from '../pace.ts';
import type { Faults } from '../faults.ts';
import type { Probes, RunProgram } from './program.ts';
import type { Models } from './schema/models.ts';
import type { Store } from './store/store.ts';

/** What every part of the sandbox cluster works with: its memory, its time, its luck and its end. */
export type Cluster = {
  readonly store: Store;
  readonly pace: Pace;
  /** Now, as Kubernetes writes it: RFC 3339, to the second. */
  readonly now: () => string;
  readonly clock: () => Date;
  readonly random: () => number;
  /** What fields objects have. */
  readonly models: Models;
  /** What is to go wrong. */
  readonly faults: Faults;
  readonly runProgram: RunProgram;
  readonly probes: Probes;
  /** What finished programs printed, by the pod's uid. */
  readonly printed: Map<string, readonly string[]>;
  /** Ends when the sandbox stops; whatever waits, waits no longer. */
  readonly signal: AbortSignal;
};

const letters = 'bcdfghjklmnpqrstvwxz2456789'; // as Kubernetes: no vowels, so no words

export function randomSuffix(random: () => number, length = 5): string {
  const pick = (): string => letters[Math.floor(random() * letters.length)] ?? 'x';
  return Array.from({ length }, pick).join('');
}

export function randomUid(random: () => number): string {
  const hex = (length: number): string =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}

export const toTime = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');
