import type { Raft } from '../platforms/raft.ts';
import type { StackWorld } from './stack-world.ts';

/** How a component is given another number of servers. */
export type Scaling = {
  /** As whoever may change it. */
  readonly raft: (world: StackWorld) => Promise<Raft>;
  /** The old volume of a server that was taken off keeps it out: it comes back with an empty one. */
  readonly needsFreshVolumes?: boolean;
  /** What new servers need to take part. */
  readonly admit?: (world: StackWorld, servers: number) => Promise<void>;
};

/** What a cluster may have: an even number survives no more losses than the odd one below it. */
export const sizes: readonly number[] = [1, 3, 5];
