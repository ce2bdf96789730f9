import type { Cluster } from '../cluster.ts';
import { isKind } from '../shapes/shapes.ts';
import { badRequest, noSuchResource } from '../status-error.ts';
import { type Answer, text } from './answer.ts';
import type { Call } from './call.ts';
import type { Target } from './target.ts';
import { find } from './write.ts';

/** A few lines, for there is no container behind them. */
export function readLog(cluster: Cluster, { query }: Call, target: Target): Answer {
  const pod = find(cluster, target);
  if (!isKind(pod, 'Pod')) throw noSuchResource();
  const names = [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])];
  const wanted = query.get('container') ?? pod.spec.containers?.[0]?.name;
  const container = names.find(({ name }) => name === wanted);
  const { name } = pod.metadata;
  if (!container) throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
  const state = statuses.find((one) => one.name === wanted)?.state;
  if (!state?.running && !state?.terminated)
    throw badRequest(
      `container "${wanted}" in pod "${name}" is waiting to start: ${state?.waiting?.reason ?? 'ContainerCreating'}`,
    );
  const lines = [`starting ${container.image} as ${container.name}`, 'this is the sandbox'];
  const tail = Number(query.get('tailLines') ?? lines.length);
  return text(
    200,
    lines
      .slice(-tail)
      .map((line) => `${line}\n`)
      .join(''),
  );
}
