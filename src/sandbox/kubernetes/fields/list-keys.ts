/**
 * How the API's schema says that lists and maps are merged. `names` is the path by field names, without
 * list positions. The longest matching end of it decides.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export type ListSort = 'atomic' | 'set' | readonly string[];

const lists: Readonly<Record<string, ListSort>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  imagePullSecrets: ['name'],
  'metadata.ownerReferences': ['uid'],
  'status.conditions': ['type'],
  'status.addresses': ['type'],
  podIPs: ['ip'],
  hostIPs: ['ip'],
  hostAliases: ['ip'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  'containers.ports': ['containerPort', 'protocol'],
  'initContainers.ports': ['containerPort', 'protocol'],
  'spec.ports': ['port', 'protocol'],
  secrets: ['name'],
  'metadata.finalizers': 'set',
};

const wholeMaps = new Set([
  'spec.selector',
  'podSelector',
  'nodeSelector',
  'secretKeyRef',
  'configMapKeyRef',
  'fieldRef',
  'resourceFieldRef',
  'secretRef',
  'roleRef',
  'involvedObject',
  'dataSource',
]);

const missing: Readonly<Record<string, string>> = { protocol: 'TCP' };

export function listSort(names: readonly string[]): ListSort {
  return lists[names.slice(-2).join('.')] ?? lists[names.at(-1) ?? ''] ?? 'atomic';
}

/** Whether a map has one owner as a whole. */
export function isWhole(names: readonly string[]): boolean {
  return wholeMaps.has(names.slice(-2).join('.')) || wholeMaps.has(names.at(-1) ?? '');
}

/** What a list item is known by, for example `{"containerPort":80,"protocol":"TCP"}`. */
export function keyOfItem(item: unknown, keys: readonly string[]): string {
  const value = (key: string): unknown =>
    typeof item === 'object' && item !== null ? Reflect.get(item, key) : undefined;
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, value(key) ?? missing[key]])));
}
