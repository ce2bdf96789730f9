import type { Manifest } from '../manifests.ts';
import type { Step } from '../step.ts';

/** Applies objects of our own, all at once. Whoever continues a run applies them again, which changes nothing. */
export function apply(name: string, after: readonly Step[], manifests: readonly Manifest[]): Step {
  let isApplied = false;
  return {
    name,
    after: after.map((step) => step.name),
    capMs: 60_000,
    look: () =>
      Promise.resolve({
        kind: isApplied ? 'done' : 'waiting',
        seen: `${manifests.length} objects`,
      }),
    async act({ kubernetes }) {
      await Promise.all(manifests.map((manifest) => kubernetes.apply(manifest, { force: true })));
      isApplied = true;
    },
  };
}
