import type { Pace } from '../pace.ts';
import type { State } from './state/state.ts';

/** What every part of this sandbox shares: the state, the time, the dice, and the signal that ends it. */
export type World = {
  readonly state: State;
  readonly pace: Pace;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly signal: AbortSignal;
};

/** Nomad counts time in nanoseconds since 1970. */
export function nanoseconds({ clock }: World): number {
  return clock().getTime() * 1e6;
}
