import type { Stored } from './object.ts';

export type Change = {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Stored;
  /** The object as it was: a selector may have stopped matching. */
  readonly before: Stored | undefined;
  readonly revision: number;
};

/** Every object of every kind, with one counter for all of them, as etcd has one. */
export type Store = {
  readonly revision: () => number;
  readonly get: (kind: string, name: string, namespace?: string) => Stored | undefined;
  /** In the order of namespace and name. Without a namespace: all of them. */
  readonly list: (kind: string, namespace?: string) => readonly Stored[];
  /** Adds or replaces; returns the object with its new resourceVersion. */
  readonly put: <T extends Stored>(object: T) => T;
  readonly remove: (object: Stored) => void;
  /** What happened after a revision, or nothing when that is too long ago to know. */
  readonly changesSince: (revision: number) => readonly Change[] | undefined;
  readonly subscribe: (listener: (change: Change) => void) => () => void;
};

const remembered = 4_096;

export function createStore(): Store {
  const kinds = new Map<string, Map<string, Stored>>();
  const listeners = new Set<(change: Change) => void>();
  const changes: Change[] = [];
  let revision = 1;

  function emit(type: Change['type'], object: Stored, before: Stored | undefined): void {
    const change = { type, object, before, revision };
    changes.push(change);
    if (changes.length > remembered) changes.splice(0, remembered / 4);
    for (const listener of listeners) listener(change);
  }

  function objectsOf(kind: string): Map<string, Stored> {
    const known = kinds.get(kind);
    if (known) return known;
    const fresh = new Map<string, Stored>();
    kinds.set(kind, fresh);
    return fresh;
  }

  return {
    revision: () => revision,
    get: (kind, name, namespace) => kinds.get(kind)?.get(keyOf(name, namespace)),
    list: (kind, namespace) => {
      const all = [...(kinds.get(kind) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return all
        .map(([, object]) => object)
        .filter((object) => namespace === undefined || object.metadata.namespace === namespace);
    },
    put: (object) => {
      const objects = objectsOf(object.kind);
      const key = keyOf(object.metadata.name, object.metadata.namespace);
      const before = objects.get(key);
      revision += 1;
      const metadata = { ...object.metadata, resourceVersion: String(revision) };
      const stored = { ...object, metadata };
      objects.set(key, stored);
      emit(before ? 'MODIFIED' : 'ADDED', stored, before);
      return stored;
    },
    remove: (object) => {
      const key = keyOf(object.metadata.name, object.metadata.namespace);
      const before = kinds.get(object.kind)?.get(key);
      if (!before) return;
      kinds.get(object.kind)?.delete(key);
      revision += 1;
      const metadata = { ...before.metadata, resourceVersion: String(revision) };
      emit('DELETED', { ...before, metadata }, before);
    },
    changesSince: (from) => {
      const oldest = changes[0]?.revision ?? revision + 1;
      return from < oldest - 1 ? undefined : changes.filter((change) => change.revision > from);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const keyOf = (name: string, namespace = ''): string => `${namespace}/${name}`;
