import { listOf } from '../kubernetes/shapes/shapes.ts';
import type { Store } from '../kubernetes/store/store.ts';
import type { VaultSandbox } from './vault-sandbox.ts';

/** What `service_registration "kubernetes"` does: each server labels its own pod with how it is. */
export function labelPods(
  store: Store,
  vault: Pick<VaultSandbox, 'stateOf' | 'onSeal'>,
  flavour: 'openbao' | 'hashicorp' = 'openbao',
): void {
  const prefix = flavour === 'hashicorp' ? 'vault' : flavour;
  vault.onSeal(() => {
    for (const pod of listOf(store, 'Pod', 'vault')) {
      const state = vault.stateOf(pod.metadata.name);
      if (!state) continue;
      const told = Object.entries(state).map(([what, isSo]) => [`${prefix}-${what}`, `${isSo}`]);
      const { labels = {} } = pod.metadata;
      if (told.every(([label = '', value]) => labels[label] === value)) continue;
      const metadata = { ...pod.metadata, labels: { ...labels, ...Object.fromEntries(told) } };
      store.put({ ...pod, metadata });
    }
  });
}
