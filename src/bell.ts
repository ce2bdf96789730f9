/** Wakes everybody who waits for it. */
export type Bell = {
  readonly ring: () => void;
  /** Resolves at the next ring, after `ms`, or when the signal ends it. */
  readonly next: (ms: number, signal: AbortSignal) => Promise<void>;
};

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const wake of waiting) wake();
    },
    next: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiting.add(done);
        signal.addEventListener('abort', done, { once: true });
        return undefined;
      }),
  };
}
