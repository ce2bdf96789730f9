import { giveKeys, readKeys } from './components/vault-keys.ts';
import type { StackWorld } from './stack-world.ts';
import { isAway } from './is-away.ts';
import type { Leases } from './lease.ts';
import { ordinalOf } from './steps/take-off.ts';
import { isNewlyStarted, listVaultPods, type VaultPod } from './vault-pods.ts';

export type UnsealingOptions = {
  /** What may be touched until the signal. */
  readonly world: (signal: AbortSignal) => Pick<StackWorld, 'kubernetes' | 'identity' | 'vaultAt'>;
  readonly leases: Leases;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
};

const longestMs = 20_000;

const lease = 'unseal-vault';

/**
 * Gives the kept keys to servers of a Vault that people would unseal, when they have just started. One that was open
 * since it started was sealed by somebody, who had a reason: it is left alone. Meant for every few seconds; of several
 * replicas one does it, for a server that joins takes one key at a time.
 */
export function createUnsealing({ world, leases, log }: UnsealingOptions): () => Promise<void> {
  return async () => {
    const { kubernetes, identity, vaultAt } = world(AbortSignal.timeout(longestMs));
    const started = (await listVaultPods(kubernetes)).filter(isNewlyStarted);
    const keys = started.length === 0 ? [] : await readKeys({ identity });
    if (keys.length === 0 || !(await leases.hold(lease))) return;
    try {
      await Promise.all(started.map(open));
    } finally {
      await leases.release(lease);
    }

    async function open({ metadata: { name: server } }: VaultPod): Promise<void> {
      try {
        const isOpened = await giveKeys(vaultAt(ordinalOf(server, 'vault')), keys);
        if (isOpened) log('vault.unsealed', { server });
      } catch (error) {
        if (!isAway(error)) log('vault.unsealing', { server, error }); // the next time, then
      }
    }
  };
}
