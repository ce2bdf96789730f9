import { isHealthy } from './controllers/pod-readiness.ts';
import { controllerOf } from './controllers/ownership.ts';
import type { Pod } from './shapes/pod.ts';
import { listOf } from './shapes/shapes.ts';
import type { Stored } from './store/object.ts';
import type { Store } from './store/store.ts';

export type Server = {
  /** The pod's name, `nomad-0`. */
  readonly name: string;
  /** The pod's address, empty before it has one. */
  readonly address: string;
  readonly ready: boolean;
};

export type Servers = {
  /** In the order of their ordinals. */
  readonly list: () => readonly Server[];
  /** Calls back after every change of one of these pods; returns how to stop that. */
  readonly onChange: (listener: () => void) => () => void;
  /** Calls back when the volume of a server is removed, and whether it was the last. */
  readonly onVolumeGone: (listener: (server: string, isLast: boolean) => void) => () => void;
};

export type Watched = {
  readonly namespace: string;
  readonly statefulSet: string;
  /** When a server counts as ready; without it, when its pod does. */
  readonly isUp?: (pod: Stored & Pod) => boolean;
};

/** The pods of one StatefulSet, for a sandbox of what runs in them. */
export function watchServers(
  store: Store,
  { namespace, statefulSet, isUp = isHealthy }: Watched,
): Servers {
  const isOurs = (object: Stored): boolean => {
    const owner = controllerOf(object);
    return (
      object.kind === 'Pod' &&
      object.metadata.namespace === namespace &&
      owner?.kind === 'StatefulSet' &&
      owner.name === statefulSet
    );
  };
  const isVolume = ({ kind, metadata }: Stored): boolean =>
    kind === 'PersistentVolumeClaim' &&
    metadata.namespace === namespace &&
    metadata.name.startsWith(`data-${statefulSet}-`);
  const listClaims = (): readonly Stored[] => store.list('PersistentVolumeClaim', namespace);
  const ordinal = (name: string): number => Number(name.slice(statefulSet.length + 1));
  return {
    list: () =>
      listOf(store, 'Pod', namespace)
        .filter(isOurs)
        .map((pod) => ({
          name: pod.metadata.name,
          address: pod.status?.podIP ?? '',
          ready: isUp(pod),
        }))
        .toSorted((a, b) => ordinal(a.name) - ordinal(b.name)),
    onChange: (listener) =>
      store.subscribe(({ object }) => {
        if (isOurs(object)) listener();
      }),
    onVolumeGone: (listener) =>
      store.subscribe(({ type, object }) => {
        if (type === 'DELETED' && isVolume(object))
          listener(object.metadata.name.slice('data-'.length), !listClaims().some(isVolume));
      }),
  };
}
