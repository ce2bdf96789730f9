import type { Probes } from '../kubernetes/program.ts';
import type { VaultSandbox } from './vault-sandbox.ts';

export type VaultProbes = Probes & {
  /** Whose pods these are, once it is there. */
  readonly follow: (vault: Pick<VaultSandbox, 'isOpen' | 'onSeal'>) => void;
};

/** The readiness probe of `deploy/vault/statefulset.yaml`: a pod is ready while its server is unsealed. */
export function createVaultProbes(): VaultProbes {
  const listeners = new Set<() => void>();
  let vault: Parameters<VaultProbes['follow']>[0] | undefined;

  return {
    passes: ({ metadata: { namespace, name, labels } }) =>
      namespace === 'vault' && labels?.['app.kubernetes.io/name'] === 'vault'
        ? (vault?.isOpen(name) ?? false)
        : undefined,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    follow(found) {
      vault = found;
      found.onSeal(() => {
        for (const listener of listeners) listener();
      });
    },
  };
}
