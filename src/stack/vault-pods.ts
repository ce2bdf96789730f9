import type { KubeObject, Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
import { labelOf } from './steps/take-off.ts';

export type VaultPod = KubeObject & {
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

export async function listVaultPods(
  kubernetes: Pick<Kubernetes, 'list'>,
): Promise<readonly VaultPod[]> {
  const selection = { namespace: 'vault', labelSelector: labelOf('vault') };
  return (await kubernetes.list<VaultPod>('Pod', selection)).items;
}

/** Whether it runs, and has not been ready since: a pod says so at once when its container ends. */
export function isNewlyStarted({ status = {} }: VaultPod): boolean {
  const [container] = status.containerStatuses ?? [];
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  const startedAt = toMs(container?.state?.running?.startedAt);
  return ready?.status === 'False' && toMs(ready.lastTransitionTime) <= startedAt + roundingMs;
}

/** Kubernetes tells times in whole seconds. */
const roundingMs = 1_000;
const toMs = (time: string | null | undefined): number => Date.parse(time ?? ''); // NaN for none

/** The servers that say they are sealed and were open since they started: somebody sealed them, and had a reason. */
export async function listShut(kubernetes: Kubernetes): Promise<readonly string[]> {
  const selection = { namespace: 'vault', labelSelector: labelOf('vault') };
  const sights = await kubernetes.pods(selection);
  const sealed = new Set(sights.flatMap(({ name, isSealed }) => (isSealed ? [name] : [])));
  if (sealed.size === 0) return [];
  return (await listVaultPods(kubernetes))
    .filter((pod) => !isNewlyStarted(pod) && pod.metadata.deletionTimestamp === undefined)
    .flatMap(({ metadata: { name } }) => (sealed.has(name) ? [name] : []));
}
