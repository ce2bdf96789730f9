export type Once<T> = (key: string, work: () => Promise<T>) => Promise<T>;

export type OnceOptions = {
  readonly clock: () => number;
  readonly maxKeys?: number;
  readonly ttlMs?: number;
};

/** Does the work of a key once: a repeated delivery gets the first one's result, even while it is under way. */
export function createOnce<T>({
  clock,
  maxKeys = 10_000,
  ttlMs = 10 * 60_000,
}: OnceOptions): Once<T> {
  const results = new Map<string, { readonly result: Promise<T>; readonly at: number }>();

  return (key, work) => {
    const known = results.get(key);
    if (known && clock() - known.at < ttlMs) return known.result;
    const result = work();
    results.delete(key);
    results.set(key, { result, at: clock() });
    for (const oldest of results.keys()) {
      if (results.size <= maxKeys) break;
      results.delete(oldest);
    }
    return result;
  };
}
