import type { Node } from '../shapes/cluster-wide.ts';
import type { Pod } from '../shapes/pod.ts';
import { matchesLabels } from '../store/label-selector.ts';
import type { Stored } from '../store/object.ts';
import { isSidecar } from './container-status.ts';
import { isEnded } from './pod-readiness.ts';
import { parseQuantity } from './quantity.ts';

type Nodes = readonly (Stored & Node)[];
type Pods = readonly (Stored & Pod)[];

/** Where a pod goes: a node's name, or why there is none, in the scheduler's words. */
export type Placement = { readonly node: string } | { readonly message: string };

export function place(pod: Stored & Pod, nodes: Nodes, pods: Pods): Placement {
  const placed = pods.filter((one) => one.spec.nodeName && !isEnded(one));
  const reasons = nodes.map((node) => ({ node, reason: objection(pod, node, nodes, placed) }));
  const fitting = reasons.filter(({ reason }) => reason === undefined).map(({ node }) => node);
  if (fitting.length === 0)
    return {
      message: describe(
        nodes.length,
        reasons.map(({ reason }) => reason ?? ''),
      ),
    };
  const crowd = ({ metadata }: Stored): number => {
    const here = placed.filter(({ spec }) => spec.nodeName === metadata.name);
    return here.filter((one) => isSibling(one, pod)).length * 1_000 + here.length;
  };
  const [best] = fitting.toSorted((a, b) => crowd(a) - crowd(b));
  return { node: best?.metadata.name ?? '' };
}

const isSibling = (a: Stored, b: Stored): boolean =>
  a.metadata.ownerReferences?.[0]?.uid !== undefined &&
  a.metadata.ownerReferences[0].uid === b.metadata.ownerReferences?.[0]?.uid;

function objection(pod: Pod, node: Stored & Node, nodes: Nodes, placed: Pods): string | undefined {
  return (
    closed(pod, node) ??
    mismatch(pod, node) ??
    (isRepelled(pod, node, nodes, placed)
      ? "node(s) didn't match pod anti-affinity rules"
      : undefined) ??
    shortage(pod, node, placed)
  );
}

function closed(pod: Pod, { spec }: Node): string | undefined {
  if (spec?.unschedulable) return 'node(s) were unschedulable';
  const taint = spec?.taints?.find((one) => !isTolerated(pod, one));
  return taint && `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
}

function mismatch({ spec }: Pod, { metadata }: Stored): string | undefined {
  return matchesLabels({ matchLabels: spec.nodeSelector }, metadata.labels)
    ? undefined
    : "node(s) didn't match Pod's node affinity/selector";
}

type Taint = { readonly key: string; readonly value?: string | undefined; readonly effect: string };

function isTolerated({ spec }: Pod, { key, value, effect }: Taint): boolean {
  if (effect === 'PreferNoSchedule') return true;
  return (spec.tolerations ?? []).some(
    (one) =>
      (one.key === undefined || one.key === key) &&
      (one.effect === undefined || one.effect === effect) &&
      (one.operator === 'Exists' || (one.value ?? '') === (value ?? '')),
  );
}

function isRepelled({ metadata, spec }: Pod, node: Stored, nodes: Nodes, placed: Pods): boolean {
  const terms =
    spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.some(({ topologyKey, labelSelector = {} }) => {
    const domain = node.metadata.labels?.[topologyKey];
    if (domain === undefined) return false;
    const near = nodes.filter((one) => one.metadata.labels?.[topologyKey] === domain);
    const names = new Set(near.map((one) => one.metadata.name));
    return placed.some(
      (one) =>
        names.has(one.spec.nodeName ?? '') &&
        one.metadata.namespace === metadata.namespace &&
        matchesLabels(labelSelector, one.metadata.labels),
    );
  });
}

function shortage(pod: Pod, node: Stored & Node, placed: Pods): string | undefined {
  const here = placed.filter(({ spec }) => spec.nodeName === node.metadata.name);
  const short = ['cpu', 'memory'].find((resource) => {
    const used = here.reduce((sum, one) => sum + requested(one, resource), 0);
    const room = parseQuantity(node.status?.allocatable?.[resource]) - used;
    return requested(pod, resource) > room;
  });
  return short && `Insufficient ${short}`;
}

function requested(
  { spec: { containers = [], initContainers = [] } }: Pod,
  resource: string,
): number {
  return [...containers, ...initContainers.filter(isSidecar)]
    .map(({ resources }) => parseQuantity(resources?.requests?.[resource]))
    .reduce((sum, value) => sum + value, 0);
}

function describe(total: number, reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const parts = [...counts].map(([reason, count]) => `${count} ${reason}`).toSorted();
  return `0/${total} nodes are available: ${parts.join(', ')}. preemption: 0/${total} nodes are available: ${total} Preemption is not helpful for scheduling.`;
}
