import type { Cluster } from '../cluster.ts';
import { remove } from '../lifecycle/remove.ts';
import type { Pod } from '../shapes/pod.ts';
import { getOf } from '../shapes/shapes.ts';
import type { Stored } from '../store/object.ts';
import { isNodeReady } from './node-readiness.ts';
import { runPod } from './pod-life.ts';
import { isEnded } from './pod-readiness.ts';
import { placeOf, reconcile } from './reconcile.ts';
import { recordEvent } from './record-event.ts';
import { until } from './until.ts';

/** Runs every pod that has a node, one life for each, and ends it when it is deleted. */
export function startKubelets(cluster: Cluster): void {
  const lives = new Map<string, AbortController>();
  const ending = new Set<string>();

  reconcile(
    cluster,
    'Pod',
    ({ type, object }) => {
      if (object.kind !== 'Pod') return [];
      if (type === 'DELETED') forget(object.metadata.uid);
      return [placeOf(object)];
    },
    (_, pod) => {
      const { uid, deletionTimestamp } = pod.metadata;
      if (!pod.spec.nodeName) return;
      if (deletionTimestamp && !ending.has(uid)) end(pod);
      if (!deletionTimestamp && !lives.has(uid) && !isEnded(pod)) begin(pod);
    },
  );

  function begin(pod: Stored & Pod): void {
    const life = new AbortController();
    lives.set(pod.metadata.uid, life);
    void runPod(cluster, pod, AbortSignal.any([life.signal, cluster.signal]));
  }

  function end(pod: Stored & Pod): void {
    lives.get(pod.metadata.uid)?.abort();
    ending.add(pod.metadata.uid);
    void terminate(cluster, pod);
  }

  function forget(uid: string): void {
    lives.get(uid)?.abort();
    lives.delete(uid);
    ending.delete(uid);
  }
}

async function terminate(cluster: Cluster, pod: Stored & Pod): Promise<void> {
  const { pace, random, signal, store } = cluster;
  const { name, namespace, uid } = pod.metadata;
  for (const container of pod.spec.containers ?? [])
    recordEvent(cluster, pod, {
      reason: 'Killing',
      message: `Stopping container ${container.name}`,
      component: 'kubelet',
    });
  await until(cluster, () => isNodeReady(cluster, pod.spec.nodeName), signal);
  const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 30) * 1_000;
  await pace.wait(Math.min(graceMs, 500 + random() * 1_000), signal);
  const left = getOf(store, 'Pod', name, namespace);
  if (left?.metadata.uid === uid && !signal.aborted) remove(cluster, left, { graceSeconds: 0 });
}
