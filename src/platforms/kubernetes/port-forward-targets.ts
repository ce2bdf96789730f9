import { Failure } from '../../failure.ts';
import type { KubeObject, Kubernetes } from './kubernetes.ts';
import type { PodPort } from './port-forward-upgrade.ts';

/** What is forwarded to: a port of a Service, as kubectl means it, or of the pods that a label selector finds. */
export type Forwarded = { readonly namespace: string; readonly port: number } & (
  | { readonly service: string }
  | {
      readonly labelSelector: string;
      /** Also a pod that is not ready: one that has to be set up to become so. */
      readonly evenUnready?: true;
    }
);

type Service = KubeObject & {
  readonly spec: {
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
  };
};

type Container = {
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
};

type Pod = KubeObject & {
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
};

/** The ready pods, and the port of each. At least one, or else a Failure. */
export async function findForwardTargets(
  kubernetes: Kubernetes,
  to: Forwarded,
): Promise<readonly PodPort[]> {
  const { namespace } = to;
  const { labelSelector, port } = await selectionOf(kubernetes, to);
  const { items } = await kubernetes.list<Pod>('Pod', { namespace, labelSelector });
  const isWanted = 'evenUnready' in to && to.evenUnready ? isRunning : isReady;
  const targets = items.filter(isWanted).flatMap((pod) => {
    const number = typeof port === 'number' ? port : portNamed(port, pod);
    return number === undefined ? [] : [{ namespace, pod: pod.metadata.name, port: number }];
  });
  if (targets.length > 0) return targets;
  const name = 'service' in to ? to.service : to.labelSelector;
  const what = `${namespace}/${name}`;
  const because =
    items.length === 0 ? 'it has no pods' : `none of its ${items.length} pods is ready`;
  throw new Failure('unready', { platform: 'Kubernetes', what, because });
}

type Chosen = { readonly labelSelector: string; readonly port: number | string };

async function selectionOf(kubernetes: Kubernetes, to: Forwarded): Promise<Chosen> {
  if ('labelSelector' in to) return to;
  const { spec } = await kubernetes.get<Service>('Service', to.service, to.namespace);
  const labels = Object.entries(spec.selector ?? {});
  const served = spec.ports?.find(({ port }) => port === to.port);
  if (labels.length === 0 || !served)
    throw new Failure('invalid', {
      platform: 'Kubernetes',
      what: to.service,
      because: `the Service ${to.namespace}/${to.service} has no pods behind port ${to.port}`,
    });
  const labelSelector = labels.map((pair) => pair.join('=')).join(',');
  return { labelSelector, port: served.targetPort ?? served.port };
}

function portNamed(wanted: string, { spec }: Pod): number | undefined {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])]; // a sidecar is one of these
  const ports = containers.flatMap(({ ports: own = [] }) => own);
  return ports.find(({ name }) => name === wanted)?.containerPort;
}

function isRunning({ metadata, status }: Pod): boolean {
  return status?.phase === 'Running' && metadata.deletionTimestamp === undefined;
}

function isReady({ metadata, status }: Pod): boolean {
  const { conditions = [] } = status ?? {};
  const isUp = conditions.some((one) => one.type === 'Ready' && one.status === 'True');
  return isUp && metadata.deletionTimestamp === undefined;
}
