import type { Cluster } from '../cluster.ts';
import { getOf, listOf } from '../shapes/shapes.ts';

export function nodeAddress({ store }: Cluster, name = ''): string {
  const addresses = getOf(store, 'Node', name)?.status?.addresses ?? [];
  return addresses.find(({ type }) => type === 'InternalIP')?.address ?? '';
}

/** The lowest address of the node's own network (`10.244.<node>.0/24`) that no pod has. */
export function freePodAddress(cluster: Cluster, nodeName = ''): string {
  const { store } = cluster;
  const nodes = store.list('Node').map(({ metadata }) => metadata.name);
  const network = `10.244.${Math.max(0, nodes.indexOf(nodeName))}`;
  const taken = new Set(listOf(store, 'Pod').map(({ status }) => status?.podIP));
  let last = 2;
  while (taken.has(`${network}.${last}`)) last += 1;
  return `${network}.${last}`;
}
