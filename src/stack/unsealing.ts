import type { KubeObject } from '../platforms/kubernetes/kubernetes.ts';
import { giveKeys, readKeys } from './components/vault-keys.ts';
import type { StackWorld } from './stack-world.ts';
import { isAway } from './is-away.ts';
import type { Leases } from './lease.ts';
import { labelOf, ordinalOf } from './steps/take-off.ts';

export type UnsealingOptions = {
  /** What may be touched until the signal. */
  readonly world: (signal: AbortSignal) => Pick<StackWorld, 'kubernetes' | 'identity' | 'vaultAt'>;
  readonly leases: Leases;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
};

type Pod = KubeObject & {
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly lastTransitionTime?: string | null;
    }[];
    readonly containerStatuses?: readonly {
      readonly state?: { readonly running?: { readonly startedAt?: string | null } };
    }[];
  };
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
    const selection = { namespace: 'vault', labelSelector: labelOf('vault') };
    const { items } = await kubernetes.list<Pod>('Pod', selection);
    const started = items.filter(isNewlyStarted);
    const keys = started.length === 0 ? [] : await readKeys({ identity });
    if (keys.length === 0 || !(await leases.hold(lease))) return;
    try {
      await Promise.all(started.map(open));
    } finally {
      await leases.release(lease);
    }

    async function open({ metadata: { name: server } }: Pod): Promise<void> {
      try {
        const isOpened = await giveKeys(vaultAt(ordinalOf(server, 'vault')), keys);
        if (isOpened) log('vault.unsealed', { server });
      } catch (error) {
        if (!isAway(error)) log('vault.unsealing', { server, error }); // the next time, then
      }
    }
  };
}

/** Whether it runs, and has not been ready since: a pod says so at once when its container ends. */
function isNewlyStarted({ status = {} }: Pod): boolean {
  const [container] = status.containerStatuses ?? [];
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  const startedAt = toMs(container?.state?.running?.startedAt);
  return ready?.status === 'False' && toMs(ready.lastTransitionTime) <= startedAt + roundingMs;
}

/** Kubernetes tells times in whole seconds. */
const roundingMs = 1_000;
const toMs = (time: string | null | undefined): number => Date.parse(time ?? ''); // NaN for none
