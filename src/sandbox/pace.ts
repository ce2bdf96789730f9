/** How fast sandbox time runs: a person likes to watch, a test does not. */
export type Pace = {
  /** Resolves after `ms` of sandbox time, or at once when the signal ends it. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** `factor` 1 is lifelike, 0 is instant (each wait is one turn of the event loop). */
export function createPace(factor: number): Pace {
  return {
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const done = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms * factor);
        signal?.addEventListener('abort', done, { once: true });
        return undefined;
      }),
  };
}
