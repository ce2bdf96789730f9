import type { Cluster } from '../cluster.ts';
import { create } from '../lifecycle/create.ts';
import { commit } from '../lifecycle/update.ts';
import { remove } from '../lifecycle/remove.ts';
import { getOf, listOf } from '../shapes/shapes.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../shapes/volume.ts';
import type { Stored } from '../store/object.ts';
import { ownedBy, reconcile, whenever } from './reconcile.ts';
import { recordEvent } from './record-event.ts';

type Claim = Stored & PersistentVolumeClaim;

const component = 'persistentvolume-controller';

/** Provisions a volume for every claim whose storage class exists, and frees it when the claim goes. */
export function startVolumes(cluster: Cluster): void {
  const { store, pace, random, signal } = cluster;
  const working = new Set<string>();

  reconcile(
    cluster,
    'PersistentVolumeClaim',
    whenever(cluster, 'PersistentVolumeClaim', ['PersistentVolumeClaim', 'StorageClass', 'Pod']),
    (_, claim) => {
      if (claim.metadata.deletionTimestamp) return release(cluster, claim);
      if (claim.status?.phase !== 'Pending' || working.has(claim.metadata.uid)) return undefined;
      const { storageClassName } = claim.spec;
      if (!storageClassName || !store.get('StorageClass', storageClassName))
        return complain(cluster, claim);
      working.add(claim.metadata.uid);
      return void provision(claim);
    },
  );

  reconcile(
    cluster,
    'PersistentVolume',
    whenever(cluster, 'PersistentVolume', ['PersistentVolume', 'PersistentVolumeClaim']),
    freeOrphan,
  );

  async function provision({ metadata }: Claim): Promise<void> {
    await pace.wait(400 + random() * 600, signal);
    working.delete(metadata.uid);
    const claim = getOf(store, 'PersistentVolumeClaim', metadata.name, metadata.namespace);
    if (
      claim?.metadata.uid === metadata.uid &&
      !claim.metadata.deletionTimestamp &&
      !signal.aborted
    )
      bind(cluster, claim);
  }
}

function complain(cluster: Cluster, claim: Claim): void {
  const { storageClassName } = claim.spec;
  recordEventOnce(
    cluster,
    claim,
    storageClassName
      ? {
          reason: 'ProvisioningFailed',
          message: `storageclass.storage.k8s.io "${storageClassName}" not found`,
        }
      : {
          reason: 'FailedBinding',
          message: 'no persistent volumes available for this claim and no storage class is set',
        },
  );
}

function recordEventOnce(
  cluster: Cluster,
  claim: Claim,
  { reason, message }: { reason: string; message: string },
): void {
  const known = cluster.store
    .list('Event', claim.metadata.namespace)
    .some(
      (event) =>
        event['message'] === message && event.metadata.name.startsWith(claim.metadata.name),
    );
  if (!known) recordEvent(cluster, claim, { type: 'Warning', reason, message, component });
}

function bind(cluster: Cluster, claim: Claim): void {
  const { store } = cluster;
  const { name, namespace, uid, annotations } = claim.metadata;
  const storageClass = getOf(store, 'StorageClass', claim.spec.storageClassName ?? '');
  const capacity = { storage: String(claim.spec.resources?.requests?.['storage'] ?? '1Gi') };
  const provisioner = storageClass?.provisioner ?? '';
  const volumeName = `pvc-${uid}`;
  const { accessModes } = claim.spec;
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
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
      persistentVolumeReclaimPolicy: storageClass?.reclaimPolicy ?? 'Delete',
      storageClassName: claim.spec.storageClassName,
      volumeMode: 'Filesystem',
      hostPath: { path: `/sandbox/${volumeName}`, type: '' },
    },
  });
  store.put({ ...volume, status: { phase: 'Bound', lastPhaseTransitionTime: cluster.now() } });
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
  recordEvent(cluster, bound, { reason: 'ProvisioningSucceeded', message, component: provisioner });
}

/** A claim that a pod still uses waits for that pod. */
function release(cluster: Cluster, claim: Claim): void {
  const users = listOf(cluster.store, 'Pod', claim.metadata.namespace).filter(({ spec }) =>
    spec.volumes?.some((one) => one.persistentVolumeClaim?.claimName === claim.metadata.name),
  );
  if (users.length > 0) return;
  const finalizers = (claim.metadata.finalizers ?? []).filter(
    (one) => one !== 'kubernetes.io/pvc-protection',
  );
  commit(cluster, claim, { ...claim, metadata: { ...claim.metadata, finalizers } });
}

function freeOrphan(cluster: Cluster, volume: Stored & PersistentVolume): void {
  const { claimRef, persistentVolumeReclaimPolicy } = volume.spec;
  const claim =
    claimRef && getOf(cluster.store, 'PersistentVolumeClaim', claimRef.name, claimRef.namespace);
  if (!claimRef || claim?.metadata.uid === claimRef.uid) return;
  if (persistentVolumeReclaimPolicy !== 'Delete') {
    const status = { ...volume.status, phase: 'Released' };
    commit(cluster, volume, { ...volume, status });
    return;
  }
  const metadata = { ...volume.metadata, finalizers: [] };
  remove(cluster, commit(cluster, volume, { ...volume, metadata }));
}
