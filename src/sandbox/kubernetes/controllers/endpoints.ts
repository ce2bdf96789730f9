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
            labels: {
              ...service.metadata.labels,
              'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
            },
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

function toSubsets({ metadata, spec }: Service, pods: readonly (Stored & Pod)[]): object[] {
  if (pods.length === 0) return [];
  const isOpen = (pod: Pod): boolean => isHealthy(pod) || spec.publishNotReadyAddresses === true;
  const toAddress = (pod: Stored & Pod): object => addressOf(pod, metadata.name);
  const addresses = pods.filter(isOpen).map(toAddress);
  const notReadyAddresses = pods.filter((pod) => !isOpen(pod)).map(toAddress);
  const ports = (spec.ports ?? []).map(({ name, port, targetPort, protocol = 'TCP' }) => ({
    name,
    port: typeof targetPort === 'number' ? targetPort : port,
    protocol,
  }));
  return [
    {
      ...(addresses.length > 0 && { addresses }),
      ...(notReadyAddresses.length > 0 && { notReadyAddresses }),
      ports,
    },
  ];
}

/** Pods that name the Service as their subdomain are found there by their own names. */
function addressOf({ metadata, spec, status }: Stored & Pod, service: string): object {
  const { name, namespace, uid } = metadata;
  return {
    ip: status?.podIP,
    ...(spec.subdomain === service && { hostname: spec.hostname }),
    nodeName: spec.nodeName,
    targetRef: { kind: 'Pod', name, namespace, uid },
  };
}
