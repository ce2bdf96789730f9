import type { Cluster } from '../cluster.ts';
import { create } from '../lifecycle/create.ts';
import { getOf } from '../shapes/shapes.ts';
import type { PersistentVolumeClaim } from '../shapes/volume.ts';
import type { Stored } from '../store/object.ts';
import { recordEvent } from './record-event.ts';

/** Makes a volume as large as the claim asks for and binds the two. */
export function provision(cluster: Cluster, claim: Stored & PersistentVolumeClaim): void {
  const { store } = cluster;
  const { uid, annotations } = claim.metadata;
  const { accessModes, storageClassName = '', resources } = claim.spec;
  const { provisioner = '', reclaimPolicy = 'Delete' } =
    getOf(store, 'StorageClass', storageClassName) ?? {};
  const capacity = { storage: String(resources?.requests?.['storage'] ?? '1Gi') };
  const volumeName = `pvc-${uid}`;
  const volume = create(cluster, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volumeName,
      annotations: { 'pv.kubernetes.io/provisioned-by': provisioner },
      finalizers: ['kubernetes.io/pv-protection'],
    },
    spec: {
      capacity,
      accessModes,
      claimRef: referenceTo(claim),
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName,
      volumeMode: 'Filesystem',
      hostPath: { path: `/sandbox/${volumeName}`, type: '' },
    },
  });
  const since = cluster.now();
  store.put({ ...volume, status: { phase: 'Bound', lastPhaseTransitionTime: since } });
  const bound = store.put({
    ...claim,
    metadata: {
      ...claim.metadata,
      annotations: {
        ...annotations,
        'pv.kubernetes.io/bind-completed': 'yes',
        'pv.kubernetes.io/bound-by-controller': 'yes',
        'volume.kubernetes.io/storage-provisioner': provisioner,
      },
    },
    spec: { ...claim.spec, volumeName },
    status: { phase: 'Bound', accessModes, capacity },
  });
  const message = `Successfully provisioned volume ${volumeName}`;
  recordEvent(cluster, bound, {
    reason: 'ProvisioningSucceeded',
    message,
    component: provisioner,
  });
}

function referenceTo({ apiVersion, kind, metadata }: Stored): object {
  const { name, namespace, uid } = metadata;
  return { apiVersion, kind, name, namespace, uid };
}
