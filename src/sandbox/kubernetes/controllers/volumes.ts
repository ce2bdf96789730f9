import type { Cluster } from '../cluster.ts';
import { remove } from '../lifecycle/remove.ts';
import { commit } from '../lifecycle/update.ts';
import { getOf, listOf } from '../shapes/shapes.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../shapes/volume.ts';
import type { Stored } from '../store/object.ts';
import { provision } from './provisioner.ts';
import { reconcile, whenever } from './reconcile.ts';
import { recordOnce } from './record-event.ts';

type Claim = Stored & PersistentVolumeClaim;

/** Finds a volume for every claim whose storage class exists, and frees it when the claim goes. */
export function startVolumes(cluster: Cluster): void {
  const { store, pace, random, signal } = cluster;
  const working = new Set<string>();

  reconcile(
    cluster,
    'PersistentVolumeClaim',
    whenever(cluster, 'PersistentVolumeClaim', ['PersistentVolumeClaim', 'StorageClass', 'Pod']),
    (_, claim) => {
      const { storageClassName = '' } = claim.spec;
      if (claim.metadata.deletionTimestamp) release(cluster, claim);
      else if (claim.status?.phase !== 'Pending' || working.has(claim.metadata.uid)) return;
      else if (store.get('StorageClass', storageClassName)) void wait(claim);
      else complain(cluster, claim);
    },
  );

  reconcile(
    cluster,
    'PersistentVolume',
    whenever(cluster, 'PersistentVolume', ['PersistentVolume', 'PersistentVolumeClaim']),
    reclaim,
  );

  async function wait({ metadata }: Claim): Promise<void> {
    working.add(metadata.uid);
    await pace.wait(400 + random() * 600, signal);
    working.delete(metadata.uid);
    const claim = getOf(store, 'PersistentVolumeClaim', metadata.name, metadata.namespace);
    const isOpen = claim?.metadata.uid === metadata.uid && !claim.metadata.deletionTimestamp;
    if (claim && isOpen && !signal.aborted) provision(cluster, claim);
  }
}

function complain(cluster: Cluster, claim: Claim): void {
  const { storageClassName } = claim.spec;
  const trouble = storageClassName
    ? {
        reason: 'ProvisioningFailed',
        message: `storageclass.storage.k8s.io "${storageClassName}" not found`,
      }
    : {
        reason: 'FailedBinding',
        message: 'no persistent volumes available for this claim and no storage class is set',
      };
  const component = 'persistentvolume-controller';
  recordOnce(cluster, claim, { type: 'Warning', component, ...trouble });
}

/** A claim that a pod still uses waits for that pod. */
function release(cluster: Cluster, claim: Claim): void {
  const { name, namespace, finalizers = [] } = claim.metadata;
  const isUsed = listOf(cluster.store, 'Pod', namespace).some(({ spec }) =>
    spec.volumes?.some((one) => one.persistentVolumeClaim?.claimName === name),
  );
  if (isUsed) return;
  const others = finalizers.filter((one) => one !== 'kubernetes.io/pvc-protection');
  commit(cluster, claim, { ...claim, metadata: { ...claim.metadata, finalizers: others } });
}

/** A volume whose claim has gone goes too, unless its storage class wants it kept. */
function reclaim(cluster: Cluster, volume: Stored & PersistentVolume): void {
  const { claimRef, persistentVolumeReclaimPolicy } = volume.spec;
  if (!claimRef) return;
  const claim = getOf(cluster.store, 'PersistentVolumeClaim', claimRef.name, claimRef.namespace);
  if (claim?.metadata.uid === claimRef.uid) return;
  if (persistentVolumeReclaimPolicy === 'Delete') {
    const metadata = { ...volume.metadata, finalizers: [] };
    remove(cluster, commit(cluster, volume, { ...volume, metadata }));
  } else commit(cluster, volume, { ...volume, status: { ...volume.status, phase: 'Released' } });
}
