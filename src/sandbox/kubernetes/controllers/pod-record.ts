import type { Cluster } from '../cluster.ts';
import { setStatus } from '../lifecycle/update.ts';
import type { Container, ContainerStatus, Pod } from '../shapes/pod.ts';
import type { Condition } from '../shapes/shape.ts';
import { getOf } from '../shapes/shapes.ts';
import type { Stored } from '../store/object.ts';
import { statusOf, waiting } from './container-status.ts';
import { withConditions } from './pod-readiness.ts';
import { recordEvent } from './record-event.ts';

/** How a kubelet tells the API about one pod. After the pod's life has ended it tells nothing more. */
export type PodRecord = {
  readonly set: (
    container: Container,
    state: NonNullable<ContainerStatus['state']>,
    ready?: boolean,
  ) => void;
  /** Writes the phase, the conditions and all containers as they are set. */
  readonly show: (phase: string, conditions: readonly Condition[], more?: object) => void;
  readonly tell: (reason: string, message: string, type?: 'Normal' | 'Warning') => void;
};

export function createPodRecord(
  cluster: Cluster,
  pod: Stored & Pod,
  signal: AbortSignal,
): PodRecord {
  const { containers = [], initContainers = [] } = pod.spec;
  const { name, namespace, uid } = pod.metadata;
  const first = waiting(initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating');
  const statuses = new Map<string, ContainerStatus>();
  const listed = (list: readonly Container[]): ContainerStatus[] =>
    list.map((one) => statuses.get(one.name) ?? statusOf(one, first));

  return {
    set: (container, state, ready) => {
      statuses.set(container.name, statusOf(container, state, ready));
    },
    show: (phase, conditions, more = {}) => {
      const current = getOf(cluster.store, 'Pod', name, namespace);
      if (signal.aborted || current?.metadata.uid !== uid) return;
      setStatus(cluster, current, {
        ...current.status,
        phase,
        conditions: withConditions(current.status?.conditions, conditions, cluster.now()),
        ...(initContainers.length > 0 && { initContainerStatuses: listed(initContainers) }),
        containerStatuses: listed(containers),
        ...more,
      });
    },
    tell: (reason, message, type = 'Normal') => {
      if (!signal.aborted)
        recordEvent(cluster, pod, { type, reason, message, component: 'kubelet' });
    },
  };
}
