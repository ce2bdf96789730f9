import type { Node } from '../shapes/cluster-wide.ts';
import type { Pod } from '../shapes/pod.ts';
import { matchesLabels } from '../store/label-selector.ts';
import type { Stored } from '../store/object.ts';
import { parseQuantity } from './quantity.ts';
import { isEnded } from './pod-readiness.ts';

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
  if (node.spec?.unschedulable) return 'node(s) were unschedulable';
  const taint = node.spec?.taints?.find((one) => !isTolerated(pod, one));
  if (taint) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
  const labels = node.metadata.labels ?? {};
  if (!Object.entries(pod.spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value))
    return "node(s) didn't match Pod's node affinity/selector";
  if (isRepelled(pod, node, nodes, placed)) return "node(s) didn't match pod anti-affinity rules";
  const here = placed.filter(({ spec }) => spec.nodeName === node.metadata.name);
  return ['cpu', 'memory'].map((resource) => shortage(resource, pod, node, here)).find(Boolean);
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

function shortage(resource: string, pod: Pod, node: Node, here: Pods): string | undefined {
  const asked = ({ spec }: Pod): number =>
    [
      ...(spec.containers ?? []),
      ...(spec.initContainers ?? []).filter((one) => one.restartPolicy === 'Always'),
    ]
      .map((one) => parseQuantity(one.resources?.requests?.[resource]))
      .reduce((sum, value) => sum + value, 0);
  const used = here.reduce((sum, one) => sum + asked(one), 0);
  const room = parseQuantity(node.status?.allocatable?.[resource]) - used;
  return asked(pod) > room ? `Insufficient ${resource}` : undefined;
}

function describe(total: number, reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const parts = [...counts].map(([reason, count]) => `${count} ${reason}`).toSorted();
  return `0/${total} nodes are available: ${parts.join(', ')}. preemption: 0/${total} nodes are available: ${total} Preemption is not helpful for scheduling.`;
}
