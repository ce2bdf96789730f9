import { pause } from '../pause.ts';

/** How fast sandbox time runs: a person likes to watch, a test does not. */
export type Pace = {
  /** Resolves after `ms` of sandbox time, or at once when the signal ends it. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** `factor` 1 is lifelike, 0 is instant (each wait is one turn of the event loop). */
export function createPace(factor: number): Pace {
  const never = new AbortController().signal;
  return { wait: (ms, signal = never) => pause(ms * factor, signal) };
}
