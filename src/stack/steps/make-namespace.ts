import { ensureNamespace } from '../ensure-namespace.ts';
import type { Manifest } from '../manifests.ts';
import type { Step } from '../step.ts';
import { checkCluster } from './check-cluster.ts';

/** Creates the namespace only where nobody did: an installation makes it beforehand, with rights of its own. */
export function makeNamespace(manifest: Manifest): Step {
  const seen = `namespace ${manifest.metadata.name}`;
  let isThere = false;
  return {
    name: `make the namespace ${manifest.metadata.name}`,
    after: [checkCluster.name],
    capMs: 60_000,
    look: () => Promise.resolve({ kind: isThere ? 'done' : 'waiting', seen }),
    async act({ kubernetes }) {
      await ensureNamespace(kubernetes, manifest);
      isThere = true;
    },
  };
}
