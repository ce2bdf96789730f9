import type { RequestHandler } from 'express';

export type Turnstile = {
  readonly pass: RequestHandler;
  readonly underWay: () => number;
  readonly waiting: () => number;
};

export type TurnstileOptions = {
  /** How many requests are answered at once. */
  readonly most?: number;
  /** How many may wait for that, and how long. */
  readonly mostWaiting?: number;
  readonly waitMs?: number;
};

/**
 * Lets so many requests in at once and has the others wait their turn, first come first served, so that a crowd does
 * not make everybody late. Who would wait too long is told at once or after `waitMs` to come back: 503, not begun.
 */
export function createTurnstile(options: TurnstileOptions = {}): Turnstile {
  const { most = 32, mostWaiting = 2_000, waitMs = 5_000 } = options;
  const line = new Set<() => void>();
  let inside = 0;

  function leave(): void {
    inside -= 1;
    const [first] = line;
    first?.();
  }

  return {
    underWay: () => inside,
    waiting: () => line.size,
    pass(_request, response, next) {
      const enter = (): void => {
        stopWaiting();
        inside += 1;
        response.once('close', leave);
        next();
      };
      const turnAway = (): void => {
        stopWaiting();
        response.status(503).set('retry-after', '1').json(busy);
      };
      function stopWaiting(): void {
        clearTimeout(timer);
        line.delete(enter);
        response.off('close', stopWaiting);
      }
      let timer: NodeJS.Timeout | undefined;
      if (inside < most) return enter();
      if (line.size >= mostWaiting) return turnAway();
      line.add(enter);
      timer = setTimeout(turnAway, waitMs);
      response.once('close', stopWaiting);
    },
  };
}

const busy = {
  error: 'Too many requests at once; this one was not begun.',
  field: '',
  remedy: 'Send it again in a second.',
};
