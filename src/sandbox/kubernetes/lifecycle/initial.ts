import { type Cluster, randomSuffix } from '../cluster.ts';
import { listOf } from '../shapes/shapes.ts';
import { type Draft, fieldsAt } from '../store/object.ts';
import { withClusterIp } from './cluster-ip.ts';
import { podDefaults } from './defaults/pod.ts';
import { jobDefaults } from './defaults/workload.ts';

/** What creation alone gives an object: a first status, and what admission and allocation decide. */
export function withBeginnings(cluster: Cluster, draft: Draft, uid: string): Draft {
  switch (draft.kind) {
    case 'Namespace':
      return namespaceBeginnings(draft);
    case 'Pod':
      return podDefaults(draft, () => randomSuffix(cluster.random));
    case 'PersistentVolumeClaim':
      return claimBeginnings(cluster, draft);
    case 'Service':
      return withClusterIp(cluster.store, draft, cluster.random);
    case 'Job':
      return { ...jobDefaults(draft, uid), status: {} };
    case 'StatefulSet':
      return { ...draft, status: { replicas: 0, availableReplicas: 0 } };
    case 'ReplicaSet':
      return { ...draft, status: { replicas: 0 } };
    case 'Deployment':
      return { ...draft, status: {} };
    default:
      return draft;
  }
}

function namespaceBeginnings(draft: Draft): Draft {
  const { labels, name = '' } = draft.metadata;
  return {
    ...draft,
    metadata: { ...draft.metadata, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

const isDefault = 'storageclass.kubernetes.io/is-default-class';

function claimBeginnings({ store }: Cluster, draft: Draft): Draft {
  const chosen = listOf(store, 'StorageClass').find(
    ({ metadata }) => metadata.annotations?.[isDefault] === 'true',
  );
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      finalizers: ['kubernetes.io/pvc-protection', ...(draft.metadata.finalizers ?? [])],
    },
    spec: {
      ...(chosen && { storageClassName: chosen.metadata.name }),
      ...fieldsAt(draft, 'spec'),
    },
    status: { phase: 'Pending' },
  };
}
