import type { StackWorld } from '../stack-world.ts';
import type { Sight, Step } from '../step.ts';

export type EnsureOptions = {
  readonly name: string;
  readonly after: readonly string[];
  readonly capMs: number;
  /** Makes it so; safe to do again, and done once in every run. */
  readonly write: (world: StackWorld) => Promise<void>;
  /** Sees whether it is so. */
  readonly look: (world: StackWorld) => Promise<Sight>;
};

/**
 * A step that writes what another version or a half-done run may have left otherwise, and then looks. Servers that
 * have just started refuse for a moment what they will take, so refusals are waited for.
 */
export function ensure({ write, look, ...step }: EnsureOptions): Step<StackWorld> {
  let isWritten = false;
  return {
    ...step,
    isPatient: true,
    look: (world) =>
      isWritten ? look(world) : Promise.resolve({ kind: 'waiting', seen: 'not written yet' }),
    async act(world) {
      await write(world);
      isWritten = true;
    },
  };
}
