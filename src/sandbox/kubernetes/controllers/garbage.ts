import { kinds } from '../../../platforms/kubernetes/kinds.ts';
import type { Cluster } from '../cluster.ts';
import { remove } from '../lifecycle/remove.ts';
import { commit } from '../lifecycle/update.ts';
import type { Stored } from '../store/object.ts';

/**
 * What follows from a deletion: dependents go too, or first, or are set free, as the deletion said.
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export function startGarbageCollector(cluster: Cluster): void {
  const waiting = new Map<string, Stored>();
  let soon: NodeJS.Immediate | undefined;
  const unsubscribe = cluster.store.subscribe(({ type, object }) => {
    const { uid, deletionTimestamp, ownerReferences } = object.metadata;
    if (type !== 'DELETED' && !deletionTimestamp && !ownerReferences) return;
    waiting.set(uid, object);
    soon ??= setImmediate(collect);
  });
  cluster.signal.addEventListener('abort', () => {
    unsubscribe();
    if (soon) clearImmediate(soon);
  });

  function collect(): void {
    soon = undefined;
    const objects = [...waiting.values()];
    waiting.clear();
    for (const object of objects) follow(cluster, object);
  }
}

function follow(cluster: Cluster, seen: Stored): void {
  const { store } = cluster;
  const { name, namespace, uid, ownerReferences = [] } = seen.metadata;
  const object = store.get(seen.kind, name, namespace);
  if (object?.metadata.uid !== uid) {
    for (const dependent of dependentsOf(cluster, seen)) collectIfOrphan(cluster, dependent);
    for (const owner of ownerReferences) {
      const above =
        store.get(owner.kind, owner.name, namespace) ?? store.get(owner.kind, owner.name);
      if (above?.metadata.uid === owner.uid) finish(cluster, above);
    }
    return;
  }
  collectIfOrphan(cluster, object);
  finish(cluster, object);
}

function finish(cluster: Cluster, object: Stored): void {
  const { finalizers = [], deletionTimestamp } = object.metadata;
  if (!deletionTimestamp) return;
  if (finalizers.includes('orphan')) {
    for (const dependent of dependentsOf(cluster, object)) setFree(cluster, dependent, object);
    withoutFinalizer(cluster, object, 'orphan');
  }
  if (finalizers.includes('foregroundDeletion')) {
    const left = dependentsOf(cluster, object);
    const blocking = left.filter((one) => referenceTo(one, object)?.blockOwnerDeletion);
    for (const dependent of left)
      if (!dependent.metadata.deletionTimestamp)
        remove(cluster, dependent, { propagation: 'Foreground' });
    if (blocking.every((one) => !exists(cluster, one)))
      withoutFinalizer(cluster, object, 'foregroundDeletion');
  }
}

const exists = ({ store }: Cluster, { kind, metadata }: Stored): boolean =>
  store.get(kind, metadata.name, metadata.namespace)?.metadata.uid === metadata.uid;

const referenceTo = (object: Stored, owner: Stored): Reference | undefined =>
  object.metadata.ownerReferences?.find(({ uid }) => uid === owner.metadata.uid);

type Reference = NonNullable<Stored['metadata']['ownerReferences']>[number];

function dependentsOf({ store }: Cluster, owner: Stored): readonly Stored[] {
  return Object.keys(kinds)
    .flatMap((kind) => store.list(kind))
    .filter((object) => referenceTo(object, owner) !== undefined);
}

/** An object none of whose owners is left goes; owners that are left stay its owners. */
function collectIfOrphan(cluster: Cluster, object: Stored): void {
  const { ownerReferences = [], namespace, deletionTimestamp } = object.metadata;
  if (ownerReferences.length === 0 || deletionTimestamp) return;
  const isAlive = ownerReferences.some(({ kind, name, uid }) => {
    const owner = cluster.store.get(kind, name, namespace) ?? cluster.store.get(kind, name);
    return owner?.metadata.uid === uid || !kinds[kind];
  });
  if (!isAlive) remove(cluster, object);
}

function setFree(cluster: Cluster, dependent: Stored, owner: Stored): void {
  const references = dependent.metadata.ownerReferences ?? [];
  const ownerReferences = references.filter(({ uid }) => uid !== owner.metadata.uid);
  const { ownerReferences: _gone, ...rest } = dependent.metadata;
  const metadata = ownerReferences.length > 0 ? { ...rest, ownerReferences } : rest;
  commit(cluster, dependent, { ...dependent, metadata });
}

function withoutFinalizer(cluster: Cluster, { kind, metadata }: Stored, name: string): void {
  const current = cluster.store.get(kind, metadata.name, metadata.namespace);
  if (!current) return;
  const finalizers = (current.metadata.finalizers ?? []).filter((one) => one !== name);
  commit(cluster, current, { ...current, metadata: { ...current.metadata, finalizers } });
}
