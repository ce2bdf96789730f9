import { Refusal } from '../api/refusal.ts';

export type SealType = 'static' | 'shamir';

/** What all servers of a Vault share once one of them was initialised: the keys, and how many of them it takes. */
export type Keys = { readonly all: readonly string[]; readonly threshold: number };

/** The seal of one server. */
export type Seal = {
  readonly type: SealType;
  /** It was initialised, or has joined one that was. */
  readonly isInitialized: () => boolean;
  readonly isSealed: () => boolean;
  readonly shares: () => number;
  readonly threshold: () => number;
  readonly progress: () => number;
  /** From now on it has a barrier, which opens by itself unless people keep the keys. */
  readonly join: () => void;
  /** Counts a key; throws when there are enough and one is wrong. Without a key it starts over. */
  readonly give: (key: string | undefined) => void;
  readonly close: () => void;
  /** Its process began anew: it opens itself, unless people keep the keys. */
  readonly restart: () => void;
  /** Its volume is gone, and with it the barrier. */
  readonly forget: () => void;
};

export function createSeal(type: SealType, keys: () => Keys): Seal {
  let isInitialized = false;
  let isSealed = true;
  const given = new Set<string>();
  const restart = (): void => {
    isSealed = type === 'shamir' || !isInitialized;
    given.clear();
  };

  return {
    type,
    isInitialized: () => isInitialized,
    isSealed: () => isSealed,
    shares: () => (isInitialized ? keys().all.length : 0),
    threshold: () => (isInitialized ? keys().threshold : 0),
    progress: () => given.size,
    join() {
      isInitialized = true;
      restart();
    },
    give(key) {
      if (key === undefined) return given.clear();
      if (!isSealed) return;
      const { all, threshold } = keys();
      given.add(key);
      if (given.size < threshold) return;
      const isRight = [...given].every((one) => all.includes(one));
      given.clear();
      if (!isRight) throw new Refusal(400, 'Unseal failed, invalid key');
      isSealed = false;
    },
    close() {
      isSealed = true;
      given.clear();
    },
    restart,
    forget() {
      isInitialized = false;
      restart();
    },
  };
}
