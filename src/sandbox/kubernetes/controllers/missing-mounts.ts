import type { PodSpec } from '../shapes/pod.ts';
import type { Store } from '../store/store.ts';

type Reference = { readonly name?: string | undefined; readonly optional?: boolean | undefined };

/** What keeps a pod's volumes from being mounted: the first Secret or ConfigMap that is not there. */
export function missingMount(store: Store, spec: PodSpec, namespace: string): string | undefined {
  for (const { name, secret, configMap } of spec.volumes ?? []) {
    const absent =
      (secret && absence(store, 'Secret', { ...secret, name: secret.secretName }, namespace)) ??
      (configMap && absence(store, 'ConfigMap', configMap, namespace));
    if (absent) return `MountVolume.SetUp failed for volume "${name}" : ${absent}`;
  }
  return undefined;
}

/** What keeps a container from being configured: the first Secret or ConfigMap its variables miss. */
export function missingVariable(
  store: Store,
  spec: PodSpec,
  namespace: string,
): string | undefined {
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  for (const { valueFrom } of containers.flatMap(({ env = [] }) => env)) {
    const absent =
      (valueFrom?.secretKeyRef && absence(store, 'Secret', valueFrom.secretKeyRef, namespace)) ??
      (valueFrom?.configMapKeyRef &&
        absence(store, 'ConfigMap', valueFrom.configMapKeyRef, namespace));
    if (absent) return absent;
  }
  return undefined;
}

function absence(
  store: Store,
  kind: 'Secret' | 'ConfigMap',
  { name = '', optional }: Reference,
  namespace: string,
): string | undefined {
  if (optional || store.get(kind, name, namespace)) return undefined;
  return `${kind.toLowerCase()} "${name}" not found`;
}
