import { kinds } from '../../../platforms/kubernetes/kinds.ts';
import type { Cluster } from '../cluster.ts';
import { create } from '../lifecycle/create.ts';
import { remove } from '../lifecycle/remove.ts';
import { commit } from '../lifecycle/update.ts';
import type { Namespace } from '../shapes/cluster-wide.ts';
import type { Stored } from '../store/object.ts';
import { reconcile } from './reconcile.ts';

const contents = Object.keys(kinds).filter((kind) => kinds[kind]?.namespaced);

/** Furnishes a new namespace, and empties one that is being deleted until it can go. */
export function startNamespaces(cluster: Cluster): void {
  reconcile(
    cluster,
    'Namespace',
    ({ type, object }) => {
      if (object.kind === 'Namespace') return [`/${object.metadata.name}`];
      const isAbout = type === 'DELETED' && object.metadata.namespace !== undefined;
      return isAbout ? [`/${object.metadata.namespace}`] : [];
    },
    (_, namespace) => {
      if (namespace.metadata.deletionTimestamp) empty(cluster, namespace);
      else furnish(cluster, namespace.metadata.name);
    },
  );
}

function furnish(cluster: Cluster, namespace: string): void {
  if (!cluster.store.get('ServiceAccount', 'default', namespace))
    create(cluster, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace },
    });
  if (!cluster.store.get('ConfigMap', 'kube-root-ca.crt', namespace))
    create(cluster, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-root-ca.crt', namespace },
      data: { 'ca.crt': '-----BEGIN CERTIFICATE-----\nc2FuZGJveA==\n-----END CERTIFICATE-----\n' },
    });
}

function empty(cluster: Cluster, namespace: Stored & Namespace): void {
  const { store } = cluster;
  const { name } = namespace.metadata;
  const everything = (): readonly Stored[] => contents.flatMap((kind) => store.list(kind, name));
  for (const object of everything())
    if (!object.metadata.deletionTimestamp) remove(cluster, object);
  if (everything().length > 0) return;
  commit(cluster, namespace, { ...namespace, spec: { ...namespace.spec, finalizers: [] } });
}
