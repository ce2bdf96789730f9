import type { Cluster } from '../cluster.ts';
import { conflict, resourceOf } from '../status-error.ts';
import { type Draft, type Stored, isFields, without } from '../store/object.ts';
import { isSame } from '../store/same.ts';
import { withDefaults } from './defaults/defaults.ts';
import { withAllocated } from './cluster-ip.ts';
import { isCounted } from './generation.ts';
import { validateUpdate } from './validation/validation.ts';

/**
 * The object as it would be after this change. The main resource leaves the status as it is, the status
 * subresource leaves all but the status; what the server owns in the metadata stays.
 */
export function admitUpdate(before: Stored, draft: Draft, subresource = ''): Stored {
  const { kind, metadata } = before;
  const { resourceVersion, uid } = draft.metadata;
  if (resourceVersion && resourceVersion !== metadata.resourceVersion)
    throw conflict(kind, metadata.name);
  if (uid && uid !== metadata.uid) throw uidConflict(before, uid);

  const wanted = subresource === 'status' ? withStatusOf(before, draft) : withStatus(before, draft);
  const after: Stored = {
    ...withAllocated(before, withDefaults(wanted)),
    apiVersion: before.apiVersion,
    kind,
    metadata: {
      ...wanted.metadata,
      name: metadata.name,
      uid: metadata.uid,
      resourceVersion: metadata.resourceVersion,
      creationTimestamp: metadata.creationTimestamp,
      ...kept(before),
    },
  };
  validateUpdate(before, after);
  if (!isCounted(kind) || isSame(specOf(before), specOf(after))) return after;
  const generation = (metadata.generation ?? 0) + 1;
  return { ...after, metadata: { ...after.metadata, generation } };
}

const serverOwned = ['generation', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'namespace'];

function kept({ metadata }: Stored): Partial<Stored['metadata']> {
  const entries = Object.entries(metadata).filter(([name]) => serverOwned.includes(name));
  return Object.fromEntries(entries);
}

const hasStatus = (object: Draft): boolean => isFields(object['status']);

function withStatus(before: Stored, draft: Draft): Draft {
  const bare = without(draft, 'status');
  const metadata = without(draft.metadata, ...serverOwned);
  return hasStatus(before)
    ? { ...bare, metadata, status: before['status'] }
    : { ...bare, metadata };
}

function withStatusOf(before: Stored, draft: Draft): Draft {
  const metadata = without(before.metadata, ...serverOwned);
  return { ...before, metadata, ...(hasStatus(draft) && { status: draft['status'] }) };
}

const specOf = (object: Stored): object =>
  without(object, 'status', 'metadata', 'kind', 'apiVersion');

function uidConflict({ kind, metadata }: Stored, uid: string): Error {
  const key = `/registry/${resourceOf(kind).plural}/${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;
  return conflict(
    kind,
    metadata.name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
  );
}

/**
 * Stores a change, unless nothing changed (when a field was last taken is nothing); an object that only
 * waited for its finalizers goes.
 */
export function commit({ store }: Cluster, before: Stored, after: Stored): Stored {
  if (isGone(after)) {
    store.remove(after);
    return after;
  }
  return isSame(timeless(before), timeless(after)) ? before : store.put(after);
}

function timeless(object: Stored): object {
  const { managedFields = [], ...metadata } = object.metadata;
  return { ...object, metadata, managedFields: managedFields.map((one) => without(one, 'time')) };
}

function isGone({ kind, metadata, spec }: Stored): boolean {
  if (!metadata.deletionTimestamp || metadata.finalizers?.length) return false;
  if (kind === 'Namespace')
    return !isFields(spec) || !Array.isArray(spec['finalizers']) || spec['finalizers'].length === 0;
  return (metadata.deletionGracePeriodSeconds ?? 0) === 0;
}

/** Changes as controllers do: nothing is asked, and a status that stays the same makes no event. */
export function setStatus(cluster: Cluster, object: Stored, status: object): void {
  const current = cluster.store.get(object.kind, object.metadata.name, object.metadata.namespace);
  if (!current || current.metadata.uid !== object.metadata.uid) return;
  commit(cluster, current, { ...current, status });
}
