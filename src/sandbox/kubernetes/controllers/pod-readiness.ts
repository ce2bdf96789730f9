import type { Pod } from '../shapes/pod.ts';
import type { Condition } from '../shapes/shape.ts';

/** Ready is said of a pod that is being deleted, too, until it is gone. */
export const isReady = ({ status }: Pod): boolean =>
  status?.phase === 'Running' &&
  (status.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false);

/** Ready and there to stay. */
export const isHealthy = (pod: Pod): boolean => !pod.metadata.deletionTimestamp && isReady(pod);

/** Its containers run, and it is there to stay. */
export const isStarted = ({ metadata, status }: Pod): boolean =>
  !metadata.deletionTimestamp &&
  status?.phase === 'Running' &&
  (status.containerStatuses?.every(({ started }) => started) ?? false);

export const isEnded = ({ status }: Pod): boolean =>
  status?.phase === 'Succeeded' || status?.phase === 'Failed';

/** The conditions with these set; the time of transition changes only with the status. */
export function withConditions(
  conditions: readonly Condition[] = [],
  fresh: readonly Condition[],
  now: string,
): Condition[] {
  const kept = conditions.filter(({ type }) => !fresh.some((one) => one.type === type));
  const set = fresh.map((one) => {
    const known = conditions.find(({ type }) => type === one.type);
    const since = known?.status === one.status ? known.lastTransitionTime : now;
    return { ...one, lastProbeTime: null, lastTransitionTime: since };
  });
  return [...kept, ...set];
}
