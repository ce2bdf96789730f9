import type { Log } from './log.ts';

/** Does it now and from time to time, until it is stopped; what goes wrong is logged, and left for the next time. */
export function keepDoing(
  work: () => Promise<void>,
  everyMs: number,
  event: string,
  log: Log,
): () => void {
  const attempt = (): void => {
    work().catch((error: unknown) => log(event, { error }));
  };
  attempt();
  const timer = setInterval(attempt, everyMs);
  return () => clearInterval(timer);
}
