import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';

/** A token, and how long it is good for. */
export type Lived = { readonly token: Secret; readonly ttlSeconds: number };

export type ShortLivedOptions<T extends Lived> = {
  /** Another token, from nothing. */
  readonly obtain: () => Promise<T>;
  /** The same for longer, where that can be had; otherwise another is obtained before the first one ends. */
  readonly prolong?: (before: T) => Promise<T>;
  /** Whether it is still known where it was obtained: what was refused may have been the deed. */
  readonly isKnown: (token: Secret) => Promise<boolean>;
  readonly giveBack?: (token: Secret) => Promise<void>;
  readonly clock: () => number;
  readonly random: () => number;
};

/** Where the token of a call comes from. Its end stops renewing and gives the token back. */
export type ShortLived = {
  readonly take: () => Promise<Secret>;
  /** Another token, if it was the token and not the deed that was refused. */
  readonly refused: (token: Secret) => Promise<Secret | undefined>;
  readonly close: () => Promise<void>;
};

/**
 * Lives by tokens that end: obtains one when the first is needed, renews it somewhere between a half and three
 * quarters of its life, and obtains another when it is refused or has come to its end. What can not be obtained is
 * the caller's Failure, and the next call tries again.
 */
export function createShortLived<T extends Lived>(options: ShortLivedOptions<T>): ShortLived {
  const { obtain, prolong, isKnown, giveBack, clock, random } = options;
  let held: { readonly lived: T; readonly endsAt: number } | undefined;
  let obtaining: Promise<Secret> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function another(): Promise<Secret> {
    obtaining ??= obtain()
      .then(keep)
      .finally(() => (obtaining = undefined));
    return obtaining;
  }

  async function keep(lived: T): Promise<Secret> {
    if (isClosed) await giveBack?.(lived.token).catch(() => undefined);
    else {
      held = { lived, endsAt: clock() + lived.ttlSeconds * 1_000 };
      renewIn(lived.ttlSeconds * 1_000 * (0.5 + random() * 0.25));
    }
    return lived.token;
  }

  function renewIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void renew(), ms);
    timer.unref();
  }

  async function renew(): Promise<void> {
    const before = held;
    if (!before) return;
    try {
      if (prolong) await keep(await prolong(before.lived));
      else await another();
    } catch (error) {
      if (before.endsAt <= clock() || (prolong && isForbidden(error))) held = undefined;
      else renewIn(2_000 * (1 + random())); // who issues it is away; the token may outlast that
    }
  }

  return {
    take: async () => (held && held.endsAt > clock() ? held.lived.token : another()),
    async refused(token) {
      if (held && held.lived.token !== token) return held.lived.token; // another call was faster
      return (await isKnown(token)) ? undefined : another();
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      const last = held?.lived.token;
      held = undefined;
      if (last) await giveBack?.(last).catch(() => undefined); // it ends by itself
    },
  };
}

/** Whether a question of that token is answered; a refusal is a no, and every other Failure is thrown. */
export async function isAnswered(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return false;
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof Failure && error.kind === 'forbidden';
}
