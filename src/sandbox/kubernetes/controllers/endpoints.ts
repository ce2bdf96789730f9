import type { Cluster } from '../cluster.ts';
import { create } from '../lifecycle/create.ts';
import { commit } from '../lifecycle/update.ts';
import type { Service } from '../shapes/network.ts';
import type { Pod } from '../shapes/pod.ts';
import { listOf } from '../shapes/shapes.ts';
import { matchesLabels } from '../store/label-selector.ts';
import type { Stored } from '../store/object.ts';
import { isHealthy } from './pod-readiness.ts';
import { placeOf, reconcile } from './reconcile.ts';

/** The addresses behind every Service that selects pods. */
export function startEndpoints(cluster: Cluster): void {
  const { store } = cluster;
  reconcile(
    cluster,
    'Service',
    ({ object }) => {
      if (object.kind === 'Service') return [placeOf(object)];
      return object.kind === 'Pod'
        ? store.list('Service', object.metadata.namespace).map(placeOf)
        : [];
    },
    (_, service) => {
      const { name, namespace } = service.metadata;
      const { selector } = service.spec;
      if (!selector || service.metadata.deletionTimestamp) return;
      const pods = listOf(store, 'Pod', namespace).filter(
        (pod) =>
          pod.status?.podIP &&
          !pod.metadata.deletionTimestamp &&
          matchesLabels({ matchLabels: selector }, pod.metadata.labels),
      );
      const subsets = toSubsets(service, pods);
      const known = store.get('Endpoints', name, namespace);
      const fields = subsets.length > 0 ? { subsets } : {};
      if (known) commit(cluster, known, { ...bare(known), ...fields });
      else
        create(cluster, {
          apiVersion: 'v1',
          kind: 'Endpoints',
          metadata: {
            name,
            namespace,
            labels: { ...service.metadata.labels },
            ownerReferences: [
              { apiVersion: 'v1', kind: 'Service', name, uid: service.metadata.uid },
            ],
          },
          ...fields,
        });
    },
  );
}

function bare({ apiVersion, kind, metadata }: Stored): Stored {
  return { apiVersion, kind, metadata };
}

function toSubsets(service: Service, pods: readonly (Stored & Pod)[]): object[] {
  if (pods.length === 0) return [];
  const isOpen = (pod: Pod): boolean =>
    isHealthy(pod) || service.spec.publishNotReadyAddresses === true;
  const address = ({ metadata, spec, status }: Stored & Pod): object => ({
    ip: status?.podIP,
    hostname: metadata.labels?.['statefulset.kubernetes.io/pod-name'],
    nodeName: spec.nodeName,
    targetRef: {
      kind: 'Pod',
      name: metadata.name,
      namespace: metadata.namespace,
      uid: metadata.uid,
    },
  });
  const addresses = pods.filter(isOpen).map(address);
  const notReadyAddresses = pods.filter((pod) => !isOpen(pod)).map(address);
  const ports = (service.spec.ports ?? []).map(({ name, port, targetPort, protocol }) => ({
    ...(name && { name }),
    port: typeof targetPort === 'number' ? targetPort : port,
    protocol: protocol ?? 'TCP',
  }));
  return [
    {
      ...(addresses.length > 0 && { addresses }),
      ...(notReadyAddresses.length > 0 && { notReadyAddresses }),
      ports,
    },
  ];
}
