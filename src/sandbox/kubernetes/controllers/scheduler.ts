import type { Cluster } from '../cluster.ts';
import { setStatus } from '../lifecycle/update.ts';
import type { Pod } from '../shapes/pod.ts';
import { getOf, listOf } from '../shapes/shapes.ts';
import type { Stored } from '../store/object.ts';
import { place } from './placement.ts';
import { withConditions } from './pod-readiness.ts';
import { placeOf, reconcile } from './reconcile.ts';
import { recordEvent } from './record-event.ts';

/** Gives every pod a node, spread out; a pod that fits nowhere is told why and tried again later. */
export function startScheduler(cluster: Cluster): void {
  const { store, pace, random, signal } = cluster;
  const thinking = new Set<string>();

  reconcile(
    cluster,
    'Pod',
    ({ object }) => {
      if (object.kind === 'Pod') return [placeOf(object)];
      const frees = ['Node', 'PersistentVolumeClaim'].includes(object.kind);
      return frees ? store.list('Pod').map(placeOf) : [];
    },
    (_, pod) => void think(pod),
  );

  async function think({ metadata, spec }: Stored & Pod): Promise<void> {
    if (spec.nodeName || metadata.deletionTimestamp || thinking.has(metadata.uid)) return;
    thinking.add(metadata.uid);
    await pace.wait(100 + random() * 300, signal);
    thinking.delete(metadata.uid);
    const pod = getOf(store, 'Pod', metadata.name, metadata.namespace);
    const isOpen = pod?.metadata.uid === metadata.uid && !pod.metadata.deletionTimestamp;
    if (pod && isOpen && !pod.spec.nodeName && !signal.aborted) decide(cluster, pod);
  }
}

function decide(cluster: Cluster, pod: Stored & Pod): void {
  const { store } = cluster;
  const unbound = unboundClaim(cluster, pod);
  const found = unbound
    ? { message: unbound }
    : place(pod, listOf(store, 'Node'), listOf(store, 'Pod'));
  if ('message' in found) return refuse(cluster, pod, found.message);
  const scheduled = { type: 'PodScheduled', status: 'True' };
  const conditions = withConditions(pod.status?.conditions, [scheduled], cluster.now());
  const bound = store.put({
    ...pod,
    spec: { ...pod.spec, nodeName: found.node },
    status: { ...pod.status, conditions },
  });
  recordEvent(cluster, bound, {
    reason: 'Scheduled',
    message: `Successfully assigned ${bound.metadata.namespace}/${bound.metadata.name} to ${found.node}`,
    component: 'default-scheduler',
  });
}

function refuse(cluster: Cluster, pod: Stored & Pod, message: string): void {
  const known = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (known?.message === message) return;
  const refused = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  const conditions = withConditions(pod.status?.conditions, [refused], cluster.now());
  setStatus(cluster, pod, { ...pod.status, conditions });
  recordEvent(cluster, pod, {
    type: 'Warning',
    reason: 'FailedScheduling',
    message,
    component: 'default-scheduler',
  });
}

function unboundClaim({ store }: Cluster, { metadata, spec }: Pod): string | undefined {
  for (const { persistentVolumeClaim } of spec.volumes ?? []) {
    if (!persistentVolumeClaim) continue;
    const { claimName } = persistentVolumeClaim;
    const claim = getOf(store, 'PersistentVolumeClaim', claimName, metadata.namespace);
    if (!claim) return `persistentvolumeclaim "${claimName}" not found`;
    if (claim.status?.phase !== 'Bound') {
      const total = store.list('Node').length;
      return `0/${total} nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/${total} nodes are available: ${total} Preemption is not helpful for scheduling.`;
    }
  }
  return undefined;
}
