/** Knows of each turn whether an order of it has left, so that what was surely never sent can be told as that. */
export type Outbox = {
  /** Something that may change something is being sent, for every turn whose signal ends it. */
  readonly note: (turns: readonly AbortSignal[]) => void;
  readonly hasLeft: (turn: AbortSignal) => boolean;
};

export function createOutbox(): Outbox {
  const turns = new WeakSet<AbortSignal>();
  return {
    note: (some) => {
      for (const turn of some) turns.add(turn);
    },
    hasLeft: (turn) => turns.has(turn),
  };
}
