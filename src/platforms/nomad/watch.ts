import { createBell } from '../../bell.ts';
import { pause } from '../../pause.ts';
import type { Blocking, Indexed } from './nomad.ts';

/** One answer that is kept up to date, however many ask for it. */
export type Watch<T> = {
  /** The latest answer; nothing while Nomad is out of touch, or while the answer is older than a write of ours. */
  readonly now: () => T | undefined;
  /** Leaves answers older than this index unused: something was just written there. */
  readonly expect: (index: number) => void;
  /** Resolves when there is news, after `ms`, or when the signal ends it. */
  readonly changed: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly stop: () => void;
};

export type WatchOptions<T> = {
  readonly ask: (blocking: Blocking | undefined, signal: AbortSignal) => Promise<Indexed<T>>;
  readonly random: () => number;
};

const waitSeconds = 10; // also the longest that a dead line passes for a quiet one
const settleMs = 50; // a burst of writes is read once
const longestPauseMs = 5_000;

/**
 * Follows an answer by blocking queries, one at a time, from now on until it is stopped. Nomad's index may go
 * back (a restored or restarted server): then the lower one counts.
 * @see https://developer.hashicorp.com/nomad/api-docs#blocking-queries
 */
export function createWatch<T>({ ask, random }: WatchOptions<T>): Watch<T> {
  const { signal, abort } = toEnd();
  let latest: Indexed<T> | undefined;
  let floor = 0;
  const bell = createBell();
  void follow();

  return {
    now: () => (latest && latest.index >= floor ? latest.value : undefined),
    expect: (index) => {
      floor = Math.max(floor, index);
    },
    changed: bell.next,
    stop: abort,
  };

  async function follow(): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      const answer = await next().catch(() => undefined); // out of touch: whoever asks meets the failure itself
      const isBack = answer === undefined || answer.index < (latest?.index ?? 0);
      if (isBack) floor = 0;
      latest = answer;
      bell.ring();
      failures = answer ? 0 : failures + 1;
      await pause(answer ? settleMs : toBackOff(failures), signal);
    }
  }

  function next(): Promise<Indexed<T>> {
    // an empty table has the index 0, on which nothing would wait
    return ask(latest && { index: Math.max(latest.index, 1), waitSeconds }, signal);
  }

  function toBackOff(failures: number): number {
    const most = Math.min(longestPauseMs, 100 * 2 ** failures);
    return most * (0.5 + random() / 2);
  }
}

function toEnd(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
