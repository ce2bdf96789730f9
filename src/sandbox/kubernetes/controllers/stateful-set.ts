import type { Cluster } from '../cluster.ts';
import { remove } from '../lifecycle/remove.ts';
import { setStatus } from '../lifecycle/update.ts';
import type { Pod } from '../shapes/pod.ts';
import { listOf } from '../shapes/shapes.ts';
import type { StatefulSet } from '../shapes/workload.ts';
import { matchesLabels } from '../store/label-selector.ts';
import type { Stored } from '../store/object.ts';
import { controlledBy, controllerOf, isControlledBy } from './ownership.ts';
import { isEnded, isHealthy, isReady } from './pod-readiness.ts';
import { ownedBy, reconcile } from './reconcile.ts';
import { recordEvent } from './record-event.ts';
import { currentRevision, templateAt } from './revision.ts';
import { createStatefulPod } from './stateful-pod.ts';

type Set = Stored & StatefulSet;
type Pods = ReadonlyMap<number, Stored & Pod>;

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
export function startStatefulSets(cluster: Cluster): void {
  reconcile(cluster, 'StatefulSet', ownedBy('StatefulSet'), (_, set) => {
    const target = currentRevision(cluster, set);
    const pods = podsOf(cluster, set);
    report(cluster, set, pods, target);
    if (set.metadata.deletionTimestamp) return;
    if (fill(cluster, set, pods, target) && shrink(cluster, set, pods))
      replaceOutdated(cluster, set, pods, target);
  });
}

const revisionOf = ({ metadata }: Stored): string | undefined =>
  metadata.labels?.['controller-revision-hash'];

const isParallel = ({ spec }: Set): boolean => spec.podManagementPolicy === 'Parallel';

/** The set's pods by ordinal; those that have no owner and fit are adopted. */
function podsOf({ store }: Cluster, set: Set): Pods {
  const { name, namespace } = set.metadata;
  const ordinalOf = (pod: Stored): number | undefined => {
    const [, base, ordinal] = pod.metadata.name.match(/^(.*)-(\d+)$/) ?? [];
    return base === name ? Number(ordinal) : undefined;
  };
  const own = listOf(store, 'Pod', namespace).flatMap((pod) => {
    const ordinal = ordinalOf(pod);
    if (ordinal === undefined) return [];
    if (isControlledBy(pod, set)) return [[ordinal, pod] as const];
    if (controllerOf(pod) || !matchesLabels(set.spec.selector, pod.metadata.labels)) return [];
    if (set.metadata.deletionTimestamp) return [];
    const metadata = { ...pod.metadata, ownerReferences: [controlledBy(set)] };
    return [[ordinal, store.put({ ...pod, metadata })] as const];
  });
  return new Map(own.toSorted(([a], [b]) => a - b));
}

/** Creates what is missing. False: something was, or an earlier pod must be ready first. */
function fill(cluster: Cluster, set: Set, pods: Pods, target: string): boolean {
  let isFull = true;
  for (let ordinal = 0; ordinal < (set.spec.replicas ?? 1); ordinal += 1) {
    const pod = pods.get(ordinal);
    if (!pod) {
      isFull = false;
      const revision = revisionFor(set, ordinal, target);
      const template = templateAt(cluster, set, revision);
      createStatefulPod(cluster, set, ordinal, { revision, template });
    } else if (isEnded(pod) && !pod.metadata.deletionTimestamp) remove(cluster, pod);
    if (!isParallel(set) && !(pod && isHealthy(pod))) return false;
  }
  return isFull;
}

/** While a rollout is under way, ordinals it has not reached keep the revision they had. */
function revisionFor(set: Set, ordinal: number, target: string): string {
  const { currentRevision: current = target, currentReplicas = 0 } = set.status ?? {};
  if (isOnDelete(set)) return target;
  return ordinal < Math.max(partitionOf(set), currentReplicas) ? current : target;
}

const isOnDelete = ({ spec }: Set): boolean => spec.updateStrategy?.type === 'OnDelete';

const partitionOf = ({ spec }: Set): number => spec.updateStrategy?.rollingUpdate?.partition ?? 0;

/** Removes what is too many, from the highest ordinal. False: one is still going. */
function shrink(cluster: Cluster, set: Set, pods: Pods): boolean {
  const extra = [...pods].filter(([ordinal]) => ordinal >= (set.spec.replicas ?? 1)).toReversed();
  for (const [, pod] of extra) {
    if (!pod.metadata.deletionTimestamp) drop(cluster, set, pod);
    if (!isParallel(set)) return false;
  }
  return extra.length === 0;
}

function drop(cluster: Cluster, set: Set, pod: Stored): void {
  remove(cluster, pod);
  recordEvent(cluster, set, {
    reason: 'SuccessfulDelete',
    message: `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`,
    component: 'statefulset-controller',
  });
}

/** One pod at a time, from the highest ordinal, each ready before the next. */
function replaceOutdated(cluster: Cluster, set: Set, pods: Pods, target: string): void {
  if (isOnDelete(set)) return;
  const inTurn = [...pods].filter(([ordinal]) => ordinal >= partitionOf(set)).toReversed();
  for (const [, pod] of inTurn) {
    if (revisionOf(pod) !== target && !pod.metadata.deletionTimestamp)
      return drop(cluster, set, pod);
    if (!isHealthy(pod)) return;
  }
}

function report(cluster: Cluster, set: Set, pods: Pods, target: string): void {
  const all = [...pods.values()];
  const alive = all.filter(({ metadata }) => !metadata.deletionTimestamp);
  const ready = all.filter(isReady).length;
  const before = set.status?.currentRevision ?? target;
  const updated = alive.filter((pod) => revisionOf(pod) === target).length;
  const isRolledOut = updated === all.length && ready === all.length;
  const current = isRolledOut ? target : before;
  const onCurrent = alive.filter((pod) => revisionOf(pod) === current).length;
  setStatus(cluster, set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: all.length,
    ...(ready > 0 && { readyReplicas: ready }),
    ...(onCurrent > 0 && { currentReplicas: onCurrent }),
    ...(updated > 0 && { updatedReplicas: updated }),
    currentRevision: current,
    updateRevision: target,
    collisionCount: 0,
    availableReplicas: ready,
  });
}
