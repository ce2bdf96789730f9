export type LiveNamesOptions = {
  readonly read: () => Promise<readonly string[]>;
  readonly clock: () => number;
  readonly maxAgeMs?: number;
};

/**
 * Names that live on a platform, for the ear: always answered at once from what is known, and read again in the
 * background once that is older than `maxAgeMs`. The array stays the same one while the names do.
 */
export function createLiveNames({
  read,
  clock,
  maxAgeMs = 5_000,
}: LiveNamesOptions): () => readonly string[] {
  let names: readonly string[] = [];
  let readAt = -Infinity;

  return () => {
    if (clock() - readAt > maxAgeMs) {
      readAt = clock();
      read().then(keep, () => undefined); // unreachable: what was known stays known
    }
    return names;
  };

  function keep(fresh: readonly string[]): void {
    const isSame = fresh.length === names.length && fresh.every((name, i) => name === names[i]);
    if (!isSame) names = fresh;
  }
}
