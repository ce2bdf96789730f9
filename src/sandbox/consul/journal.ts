/** What the servers agree on, as far as anybody waits for it: each write has an index and touches topics. */
export type Journal = {
  readonly index: () => number;
  /** Of the last write to any of these, and never 0: a query that waits for 0 does not wait. */
  readonly indexOf: (...topics: readonly string[]) => number;
  readonly isTouched: (topic: string) => boolean;
  readonly write: (topics: readonly string[], change?: (index: number) => void) => void;
  readonly onWrite: (listener: () => void) => () => void;
};

export function createJournal(): Journal {
  const indexes = new Map<string, number>();
  const listeners = new Set<() => void>();
  let index = 10; // what electing a leader takes
  return {
    index: () => index,
    indexOf: (...topics) => Math.max(1, ...topics.map((topic) => indexes.get(topic) ?? 1)),
    isTouched: (topic) => indexes.has(topic),
    write: (topics, change) => {
      index += 1;
      change?.(index);
      for (const topic of topics) indexes.set(topic, index);
      for (const listener of listeners) listener();
    },
    onWrite: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
