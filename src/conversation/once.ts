export type Once<T> = (key: string, work: () => Promise<T>) => Promise<T>;

export type OnceOptions<T> = {
  readonly clock: () => number;
  /** What is left of a result for those who come after it. */
  readonly keep?: (result: T) => T;
  readonly maxKeys?: number;
  readonly ttlMs?: number;
};

/** Does the work of a key once: a repeated delivery gets the first one's result, even while it is under way. */
export function createOnce<T>({
  clock,
  keep = (result) => result,
  maxKeys = 10_000,
  ttlMs = 10 * 60_000,
}: OnceOptions<T>): Once<T> {
  const results = new Map<string, { readonly result: Promise<T>; readonly at: number }>();

  /** Puts what is kept in the place of what was told. */
  async function forgetIn(key: string, result: Promise<T>, at: number): Promise<void> {
    const kept = await result.then(keep, () => undefined); // who asked is told what went wrong
    if (kept !== undefined && results.get(key)?.result === result)
      results.set(key, { result: Promise.resolve(kept), at });
  }

  return (key, work) => {
    const known = results.get(key);
    if (known && clock() - known.at < ttlMs) return known.result;
    const result = work();
    const at = clock();
    results.delete(key);
    results.set(key, { result, at });
    void forgetIn(key, result, at);
    for (const oldest of results.keys()) {
      if (results.size <= maxKeys) break;
      results.delete(oldest);
    }
    return result;
  };
}
