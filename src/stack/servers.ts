import { Failure } from '../failure.ts';
import type { KubeObject, Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
import type { PodSight } from '../platforms/kubernetes/pods.ts';
import { nameVolumeCause } from './volume-cause.ts';

type StatefulSet = KubeObject & {
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
  };
};

/** The servers of a component as Kubernetes sees them; `isRolledOut` when the latest spec runs everywhere. */
export type Servers = {
  readonly wanted: number;
  readonly ready: number;
  readonly isRolledOut: boolean;
  /** Why not all are ready, when a pod says so. */
  readonly trouble: string | undefined;
  /** Whether that is nothing that heals by itself. */
  readonly willLast?: boolean;
};

/** Measures a StatefulSet and, when it is not complete, what its pods complain of. Nothing when there is none. */
export async function measureServers(
  kubernetes: Kubernetes,
  name: string,
  namespace: string,
): Promise<Servers | undefined> {
  const set = await find(kubernetes, name, namespace);
  if (!set) return undefined;
  const wanted = set.spec?.replicas ?? 1;
  const ready = set.status?.readyReplicas ?? 0;
  const isRolledOut = ready === wanted && isLatest(set, wanted);
  if (isRolledOut) return { wanted, ready, isRolledOut, trouble: undefined };
  const labelSelector = `app.kubernetes.io/name=${name}`;
  const pods = await kubernetes.pods({ namespace, labelSelector });
  // the set counts pods that are on their way out
  const staying = Math.min(ready, pods.filter(({ isReady }) => isReady).length);
  return { wanted, ready: staying, isRolledOut, ...(await findTrouble(kubernetes, pods)) };
}

/** What the pods complain of; first of all what will not heal by itself. */
async function findTrouble(
  kubernetes: Kubernetes,
  pods: readonly PodSight[],
): Promise<Pick<Servers, 'trouble' | 'willLast'>> {
  const complaining = pods.filter(({ trouble }) => trouble !== undefined);
  const worst = complaining.find(({ willLast }) => willLast) ?? complaining[0];
  if (worst?.trouble === undefined) return { trouble: undefined };
  const trouble = await nameVolumeCause(kubernetes, worst.trouble);
  return { trouble, willLast: worst.willLast };
}

async function find(
  kubernetes: Kubernetes,
  name: string,
  namespace: string,
): Promise<StatefulSet | undefined> {
  try {
    return await kubernetes.get<StatefulSet>('StatefulSet', name, namespace);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'absent') return undefined;
    throw error;
  }
}

/** Whether the controller has seen the latest spec and every pod runs it. */
function isLatest({ metadata, status = {} }: StatefulSet, wanted: number): boolean {
  const { observedGeneration = 0, updatedReplicas = 0, updateRevision, currentRevision } = status;
  const isSeen = observedGeneration >= (metadata.generation ?? 0);
  return isSeen && updatedReplicas === wanted && updateRevision === currentRevision;
}
