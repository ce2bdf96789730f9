import type { Manifest } from '../manifests.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';

/** Applies objects of our own, all at once. Whoever continues a run applies them again, which changes nothing. */
export function apply(
  name: string,
  after: readonly string[],
  toManifests: (world: StackWorld) => Promise<readonly Manifest[]>,
): Step<StackWorld> {
  let applied: number | undefined;
  return {
    name,
    after,
    capMs: 60_000,
    look: () =>
      Promise.resolve(
        applied === undefined
          ? { kind: 'waiting', seen: 'not applied yet' }
          : { kind: 'done', seen: `${applied} objects` },
      ),
    async act(world) {
      const manifests = await toManifests(world);
      await Promise.all(
        manifests.map((manifest) => world.kubernetes.apply(manifest, { force: true })),
      );
      applied = manifests.length;
    },
  };
}
