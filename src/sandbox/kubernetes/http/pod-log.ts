import type { Cluster } from '../cluster.ts';
import type { Pod } from '../shapes/pod.ts';
import { isKind } from '../shapes/shapes.ts';
import { badRequest, noSuchResource } from '../status-error.ts';
import { type Answer, text } from './answer.ts';
import type { Call } from './call.ts';
import type { Target } from './target.ts';
import { find } from './write.ts';

/** What the pod's program printed, or a few lines where there is no program behind it. */
export function readLog(cluster: Cluster, { query }: Call, target: Target): Answer {
  const pod = find(cluster, target);
  if (!isKind(pod, 'Pod')) throw noSuchResource();
  const { containers = [], initContainers = [] } = pod.spec;
  const wanted = query.get('container') ?? containers[0]?.name ?? '';
  const container = [...initContainers, ...containers].find(({ name }) => name === wanted);
  if (!container) throw badRequest(`container ${wanted} is not valid for pod ${pod.metadata.name}`);
  assertStarted(pod, wanted);
  const lines = cluster.printed.get(pod.metadata.uid) ?? [
    `starting ${container.image} as ${wanted}`,
    'this is the sandbox',
  ];
  const tail = Number(query.get('tailLines') ?? lines.length);
  return text(200, `${lines.slice(-tail).join('\n')}\n`);
}

function assertStarted({ metadata, status }: Pod, container: string): void {
  const { containerStatuses = [], initContainerStatuses = [] } = status ?? {};
  const statuses = [...initContainerStatuses, ...containerStatuses];
  const { running, terminated, waiting } =
    statuses.find(({ name }) => name === container)?.state ?? {};
  if (running || terminated) return;
  const why = waiting?.reason ?? 'ContainerCreating';
  throw badRequest(
    `container "${container}" in pod "${metadata.name}" is waiting to start: ${why}`,
  );
}
