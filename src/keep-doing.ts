import type { Log } from './log.ts';

/**
 * Does it now and from time to time, one at a time, until it is stopped; what goes wrong is logged, and left for the
 * next time.
 */
export function keepDoing(
  work: () => Promise<void>,
  everyMs: number,
  event: string,
  log: Log,
): () => void {
  let isBusy = false;
  const attempt = (): void => {
    if (isBusy) return;
    isBusy = true;
    work()
      .catch((error: unknown) => log(event, { error }))
      .finally(() => (isBusy = false));
  };
  attempt();
  const timer = setInterval(attempt, everyMs);
  return () => clearInterval(timer);
}
