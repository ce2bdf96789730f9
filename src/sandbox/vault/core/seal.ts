import { Refusal } from '../api/refusal.ts';

export type SealType = 'static' | 'shamir';

export type Seal = {
  readonly type: SealType;
  readonly isInitialized: () => boolean;
  readonly isSealed: () => boolean;
  readonly shares: () => number;
  readonly threshold: () => number;
  readonly progress: () => number;
  readonly initialize: (keys: readonly string[], threshold: number) => void;
  /** Counts a key; throws when there are enough and one is wrong. Without a key it starts over. */
  readonly give: (key: string | undefined) => void;
  readonly close: () => void;
  /** Every server went away: what comes back opens itself, unless people keep the keys. */
  readonly restart: () => void;
};

export function createSeal(type: SealType): Seal {
  let keys: readonly string[] = [];
  let threshold = 0;
  let isSealed = true;
  const given = new Set<string>();

  return {
    type,
    isInitialized: () => keys.length > 0,
    isSealed: () => isSealed,
    shares: () => keys.length,
    threshold: () => threshold,
    progress: () => given.size,
    initialize(fresh, needed) {
      keys = fresh;
      threshold = needed;
      isSealed = type === 'shamir';
    },
    give(key) {
      if (key === undefined) return given.clear();
      if (!isSealed) return;
      given.add(key);
      if (given.size < threshold) return;
      const isRight = [...given].every((one) => keys.includes(one));
      given.clear();
      if (!isRight) throw new Refusal(400, 'Unseal failed, invalid key');
      isSealed = false;
    },
    close() {
      isSealed = true;
      given.clear();
    },
    restart() {
      isSealed = type === 'shamir' || keys.length === 0;
      given.clear();
    },
  };
}
