import { Failure } from '../../failure.ts';
import type { KubeObject, Kubernetes } from '../../platforms/kubernetes/kubernetes.ts';

type StatefulSet = KubeObject & { readonly status?: { readonly updateRevision?: string } };

/**
 * Removes the pods that can not start as they are, where the StatefulSet has since been told otherwise. A rolling
 * update replaces one pod at a time and waits for it, and a server that needs the others waits for them: for ever.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
 */
export async function replaceStuck(
  kubernetes: Kubernetes,
  name: string,
  namespace: string,
): Promise<void> {
  const selection = { namespace, labelSelector: `app.kubernetes.io/name=${name}` };
  const [set, { items }, sights] = await Promise.all([
    kubernetes.get<StatefulSet>('StatefulSet', name, namespace),
    kubernetes.list<KubeObject>('Pod', selection),
    kubernetes.pods(selection),
  ]);
  const latest = set.status?.updateRevision;
  const inTrouble = new Set(sights.flatMap((pod) => (pod.trouble === undefined ? [] : [pod.name])));
  const stuck = items.filter(({ metadata: { name: pod, labels, deletionTimestamp } }) => {
    const revision = labels?.['controller-revision-hash'];
    const isOld = revision !== undefined && latest !== undefined && revision !== latest;
    return isOld && inTrouble.has(pod) && deletionTimestamp === undefined;
  });
  await Promise.all(stuck.map((pod) => removeOne(kubernetes, pod)));
}

async function removeOne(kubernetes: Kubernetes, { metadata }: KubeObject): Promise<void> {
  try {
    await kubernetes.remove('Pod', metadata.name, metadata.namespace);
  } catch (error) {
    if (!(error instanceof Failure) || !['absent', 'forbidden'].includes(error.kind)) throw error;
  }
}
