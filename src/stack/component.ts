import type { Servers } from './servers.ts';
import type { Step, World } from './step.ts';

/** Something the stack can deploy: where it lives, the steps that bring it up, and how it is measured. */
export type Component = {
  readonly name: string;
  /** Nothing where it was given by address instead: what is adopted is measured, never deployed. */
  readonly steps: ((servers: number) => Promise<readonly Step[]>) | undefined;
  /** Its servers, or nothing where it is not deployed. */
  readonly measure: (world: Omit<World, 'servers'>) => Promise<Servers | undefined>;
  /** The name of the server that leads, or nothing while none does. */
  readonly leader: (world: Omit<World, 'servers'>) => Promise<string | undefined>;
};
