import type { Cluster } from '../cluster.ts';
import { type Of, type Shaped, getOf, listOf } from '../shapes/shapes.ts';
import type { Stored } from '../store/object.ts';
import type { Change } from '../store/store.ts';

/** Which objects of a kind a change concerns, as `namespace/name`. */
export type Concerns = (change: Change) => readonly string[];

export const placeOf = ({ metadata }: Stored): string =>
  `${metadata.namespace ?? ''}/${metadata.name}`;

/**
 * Looks at every object of a kind once, and again after each change that concerns it. Changes that come
 * together are looked at once; an object that is gone is not looked at.
 */
export function reconcile<K extends Shaped>(
  cluster: Cluster,
  kind: K,
  concerns: Concerns,
  look: (cluster: Cluster, object: Stored & Of<K>) => void,
): void {
  const waiting = new Set(listOf(cluster.store, kind).map(placeOf));
  let soon: NodeJS.Immediate | undefined = waiting.size > 0 ? setImmediate(lookAtAll) : undefined;

  const unsubscribe = cluster.store.subscribe((change) => {
    for (const place of concerns(change)) waiting.add(place);
    if (waiting.size > 0) soon ??= setImmediate(lookAtAll);
  });
  cluster.signal.addEventListener('abort', () => {
    unsubscribe();
    if (soon) clearImmediate(soon);
  });

  function lookAtAll(): void {
    soon = undefined;
    const places = [...waiting];
    waiting.clear();
    for (const place of places) {
      const [namespace = '', name = ''] = place.split('/');
      const object = getOf(cluster.store, kind, name, namespace);
      if (object) look(cluster, object);
    }
  }
}

/** An object's own changes, and those of the objects it controls. */
export const ownedBy =
  (kind: string): Concerns =>
  ({ object, before }) => {
    if (object.kind === kind) return [placeOf(object)];
    const owners = [object, before].flatMap((one) => one?.metadata.ownerReferences ?? []);
    const names = new Set(
      owners.filter((one) => one.kind === kind && one.controller).map(({ name }) => name),
    );
    return [...names].map((name) => `${object.metadata.namespace ?? ''}/${name}`);
  };

/** Every object of the kind, after any change of these kinds. */
export const whenever =
  (cluster: Cluster, kind: Shaped, kinds: readonly string[]): Concerns =>
  ({ object }) =>
    kinds.includes(object.kind) ? cluster.store.list(kind).map(placeOf) : [];
