import type { Pace } from '../pace.ts';
import type { Journal } from './journal.ts';

/** What every part of this sandbox shares: the log, the time, the dice, and the signal that ends it. */
export type World = {
  readonly journal: Journal;
  readonly pace: Pace;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly signal: AbortSignal;
};
