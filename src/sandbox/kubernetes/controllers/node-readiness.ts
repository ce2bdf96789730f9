import type { Cluster } from '../cluster.ts';
import { setStatus } from '../lifecycle/update.ts';
import type { Node } from '../shapes/cluster-wide.ts';
import type { Pod } from '../shapes/pod.ts';
import { getOf, listOf } from '../shapes/shapes.ts';
import type { Stored } from '../store/object.ts';
import { withConditions } from './pod-readiness.ts';
import { reconcile, whenever } from './reconcile.ts';

const isUp = (node: Node | undefined): boolean =>
  node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ??
  false;

export const isNodeReady = ({ store }: Pick<Cluster, 'store'>, name = ''): boolean =>
  isUp(getOf(store, 'Node', name));

const taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' };

/** A node that is not ready gets no more pods, and its pods count as not ready until it is back. */
export function startNodes(cluster: Cluster): void {
  reconcile(cluster, 'Node', whenever(cluster, 'Node', ['Node']), (_, node) => {
    markNode(cluster, node);
    for (const pod of listOf(cluster.store, 'Pod'))
      if (pod.spec.nodeName === node.metadata.name) markPod(cluster, pod, isUp(node));
  });
}

function markPod(cluster: Cluster, pod: Stored & Pod, isNodeUp: boolean): void {
  const { phase, conditions = [], containerStatuses = [] } = pod.status ?? {};
  const known = conditions.find(({ type }) => type === 'Ready');
  if (phase !== 'Running' || !known) return;
  const isReady = isNodeUp && containerStatuses.every((one) => one.ready);
  const ready = { ...known, status: isReady ? 'True' : 'False' };
  setStatus(cluster, pod, {
    ...pod.status,
    conditions: withConditions(conditions, [ready], cluster.now()),
  });
}

function markNode({ store }: Cluster, node: Stored & Node): void {
  const taints = node.spec?.taints ?? [];
  const others = taints.filter(({ key }) => key !== taint.key);
  const wanted = isUp(node) ? others : [...others, taint];
  if (wanted.length === taints.length) return;
  store.put({ ...node, spec: { ...node.spec, taints: wanted } });
}

/** Takes a node down or brings it back, as if its kubelet had stopped answering. */
export function setNodeReady(cluster: Cluster, name: string, isReady: boolean): void {
  const node = getOf(cluster.store, 'Node', name);
  if (!node) throw new Error(`There is no node ${name} in the sandbox: see kubectl get nodes.`);
  const ready = isReady
    ? {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
      }
    : {
        type: 'Ready',
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
      };
  const conditions = withConditions(node.status?.conditions, [ready], cluster.now());
  setStatus(cluster, node, { ...node.status, conditions });
}
