/** A machine that is drained and may go, with the attributes by which a provider knows it. */
export type Leaving = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Client machines as they can be had and given back: an instance group, a scaling group, a script. */
export type Pool = {
  readonly name: string;
  /** The Nomad node pool that its machines join; every node is one of them where none is named. */
  readonly nodePool?: string | undefined;
  /** Loads ahead, in the background, what takes too long for the first question. */
  readonly warmUp?: () => void;
  /** How many machines it is meant to have, whether or not they are up. */
  readonly size: (signal: AbortSignal) => Promise<number>;
  /** Asks for that many machines, those of `leaving` to go first; resolves when the request is accepted. */
  readonly resize: (
    count: number,
    leaving: readonly Leaving[],
    signal: AbortSignal,
  ) => Promise<void>;
};
