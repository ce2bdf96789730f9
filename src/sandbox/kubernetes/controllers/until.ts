import type { Cluster } from '../cluster.ts';

/** Resolves once something is so, looking again after every change, or when the signal ends the wait. */
export function until(cluster: Cluster, isSo: () => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || isSo()) return resolve();
    const done = (): void => {
      unsubscribe();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const unsubscribe = cluster.store.subscribe(() => isSo() && done());
    signal.addEventListener('abort', done, { once: true });
    return undefined;
  });
}
