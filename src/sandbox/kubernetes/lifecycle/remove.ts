import { type Cluster, toTime } from '../cluster.ts';
import { StatusError } from '../status-error.ts';
import { type Stored, valueAt } from '../store/object.ts';
import { commit } from './update.ts';

export type Removal = {
  readonly propagation?: 'Foreground' | 'Background' | 'Orphan';
  readonly graceSeconds?: number;
  readonly uid?: string;
  readonly resourceVersion?: string;
};

/** Removes an object, or marks it as being deleted when a finalizer or a grace period holds it. */
export function remove(cluster: Cluster, object: Stored, removal: Removal = {}): Stored {
  assertPreconditions(object, removal);
  return commit(cluster, object, toDeleted(cluster, object, removal));
}

function assertPreconditions({ kind, metadata }: Stored, { uid, resourceVersion }: Removal): void {
  if (uid && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
    throw changedMeanwhile(kind, metadata.name, why);
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
    throw changedMeanwhile(kind, metadata.name, why);
  }
}

function changedMeanwhile(kind: string, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${kind} "${name}": ${why}`;
  return new StatusError(409, 'Conflict', message, { name, kind });
}

const finalizerOf = { Foreground: 'foregroundDeletion', Orphan: 'orphan', Background: undefined };

function toDeleted(cluster: Cluster, object: Stored, removal: Removal): Stored {
  const grace = graceOf(object, removal);
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = object.metadata;
  if (deletionTimestamp === undefined) return marked(cluster, object, removal, grace);
  if (grace >= deletionGracePeriodSeconds) return object;
  return { ...object, metadata: { ...object.metadata, deletionGracePeriodSeconds: grace } };
}

function marked(cluster: Cluster, object: Stored, removal: Removal, grace: number): Stored {
  const { kind, metadata } = object;
  const { finalizers = [], generation } = metadata;
  const added = finalizerOf[removal.propagation ?? 'Background'];
  const end = new Date(cluster.clock().getTime() + grace * 1_000);
  const deleted = { ...metadata, deletionTimestamp: toTime(end) };
  if (kind === 'Namespace')
    return { ...object, metadata: deleted, status: { phase: 'Terminating' } };
  return {
    ...object,
    metadata: {
      ...deleted,
      deletionGracePeriodSeconds: grace,
      ...(added && { finalizers: [...finalizers, added] }),
      ...(generation !== undefined && { generation: generation + 1 }),
    },
  };
}

/** Only a pod that runs somewhere is given time. */
function graceOf(object: Stored, { graceSeconds }: Removal): number {
  if (object.kind !== 'Pod' || typeof valueAt(object, 'spec', 'nodeName') !== 'string') return 0;
  if (['Succeeded', 'Failed'].includes(String(valueAt(object, 'status', 'phase')))) return 0;
  const own = valueAt(object, 'spec', 'terminationGracePeriodSeconds');
  return graceSeconds ?? (typeof own === 'number' ? own : 30);
}
