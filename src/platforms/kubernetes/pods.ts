import type { KubeObject, Kubernetes, Selection } from './kubernetes.ts';

type Condition = {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
};
type Waiting = { readonly reason?: string; readonly message?: string };
type ContainerStatus = { readonly image?: string; readonly state?: { readonly waiting?: Waiting } };

type Pod = KubeObject & {
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
};

type Node = KubeObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

/**
 * A pod as a person asks about it. `trouble` is a clause: what keeps it from being ready. `willLast` where trying again,
 * as Kubernetes does, is not what mends it.
 */
export type PodSight = {
  readonly name: string;
  readonly namespace: string;
  readonly phase: string;
  readonly isReady: boolean;
  readonly trouble: string | undefined;
  readonly willLast: boolean;
  /** It is a server of Vault, and says that it is sealed. */
  readonly isSealed: boolean;
};

export type NodeSight = { readonly name: string; readonly isReady: boolean };

export async function seeNodes(
  kubernetes: Pick<Kubernetes, 'list'>,
): Promise<readonly NodeSight[]> {
  const { items } = await kubernetes.list<Node>('Node');
  return items.map(({ metadata, status }) => ({
    name: metadata.name,
    isReady: isTrue(status?.conditions, 'Ready'),
  }));
}

export async function seePods(
  kubernetes: Pick<Kubernetes, 'list'>,
  selection: Selection,
): Promise<readonly PodSight[]> {
  const { items } = await kubernetes.list<Pod>('Pod', selection);
  return items.map((pod) => ({
    name: pod.metadata.name,
    namespace: pod.metadata.namespace ?? '',
    phase: pod.status?.phase ?? 'Unknown',
    isReady: isTrue(pod.status?.conditions, 'Ready') && !isLeaving(pod),
    trouble: troubleOf(pod),
    willLast: containersOf(pod).some(isUnpulled),
    isSealed: isSealed(pod),
  }));
}

function isTrue(conditions: readonly Condition[] = [], type: string): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === 'True');
}

/** Told to go: it keeps its conditions until it is gone, and gets no more requests. */
function isLeaving({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

const containersOf = ({ status = {} }: Pod): readonly ContainerStatus[] => [
  ...(status.initContainerStatuses ?? []),
  ...(status.containerStatuses ?? []),
];

function isUnpulled({ state }: ContainerStatus): boolean {
  return /^(ErrImagePull|ImagePullBackOff|InvalidImageName)$/.test(state?.waiting?.reason ?? '');
}

function troubleOf(pod: Pod): string | undefined {
  const { name } = pod.metadata;
  const unscheduled = pod.status?.conditions?.find(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable',
  );
  if (unscheduled) return `no node takes ${name}: ${toCause(unscheduled)}`;
  const contained = containersOf(pod)
    .map((container) => containerTrouble(name, container))
    .find(Boolean);
  return contained ?? (isSealed(pod) ? `${name} is sealed` : undefined);
}

/** What the scheduler found, without what it tried instead, as part of a sentence. */
function toCause({ message = 'unschedulable' }: Condition): string {
  return message.replace(/\s*preemption: .*/s, '').replace(/[.\s]+$/, '');
}

/** A server of Vault says so of itself: https://developer.hashicorp.com/vault/docs/configuration/service-registration/kubernetes */
function isSealed({ metadata: { labels = {} }, status }: Pod): boolean {
  const says = (what: string): boolean =>
    (labels[`openbao-${what}`] ?? labels[`vault-${what}`]) === 'true';
  return says('initialized') && says('sealed') && !isTrue(status?.conditions, 'Ready');
}

function containerTrouble(name: string, container: ContainerStatus): string | undefined {
  const { image = '', state } = container;
  const { reason = '', message = '' } = state?.waiting ?? {};
  if (isUnpulled(container)) return `the image ${image} of ${name} can not be pulled`;
  if (reason === 'CrashLoopBackOff') return `${name} keeps crashing`;
  if (reason.startsWith('CreateContainer')) return `${name} can not start: ${message}`;
  return undefined;
}
