import type { Cluster } from '../cluster.ts';
import { remove } from '../lifecycle/remove.ts';
import { setStatus } from '../lifecycle/update.ts';
import { listOf } from '../shapes/shapes.ts';
import { createPod } from './create-pod.ts';
import { isControlledBy } from './ownership.ts';
import { isEnded, isReady } from './pod-readiness.ts';
import { ownedBy, reconcile } from './reconcile.ts';

/** Keeps as many pods as were asked for, alike and without order. */
export function startReplicaSets(cluster: Cluster): void {
  reconcile(cluster, 'ReplicaSet', ownedBy('ReplicaSet'), (_, set) => {
    const { namespace, generation, deletionTimestamp } = set.metadata;
    const own = listOf(cluster.store, 'Pod', namespace).filter((pod) => isControlledBy(pod, set));
    const pods = own.filter((pod) => !pod.metadata.deletionTimestamp && !isEnded(pod));
    const ready = pods.filter(isReady).length;
    setStatus(cluster, set, {
      replicas: pods.length,
      ...(ready > 0 && { readyReplicas: ready, availableReplicas: ready }),
      fullyLabeledReplicas: pods.length,
      observedGeneration: generation ?? 1,
    });
    if (deletionTimestamp) return;
    const { replicas = 1 } = set.spec;
    const surplus = pods.toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)));
    for (const pod of surplus.slice(0, Math.max(0, pods.length - replicas))) remove(cluster, pod);
    for (let missing = replicas - pods.length; missing > 0; missing -= 1) createPod(cluster, set);
  });
}
