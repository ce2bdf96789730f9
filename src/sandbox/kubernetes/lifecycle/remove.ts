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
  const marked = toDeleted(cluster, object, removal);
  return commit(cluster, object, marked);
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
  const { metadata } = object;
  const grace = graceOf(object, removal);
  const already = metadata.deletionTimestamp;
  if (already && grace >= (metadata.deletionGracePeriodSeconds ?? 0)) return object;
  const finalizer = finalizerOf[removal.propagation ?? 'Background'];
  const finalizers = [
    ...(metadata.finalizers ?? []),
    ...(finalizer && !already ? [finalizer] : []),
  ];
  const end = new Date(cluster.clock().getTime() + grace * 1_000);
  return {
    ...object,
    ...(object.kind === 'Namespace' && { status: { phase: 'Terminating' } }),
    metadata: {
      ...metadata,
      deletionTimestamp: already ?? toTime(end),
      ...(object.kind !== 'Namespace' && { deletionGracePeriodSeconds: grace }),
      ...(finalizers.length > 0 && { finalizers }),
      ...(metadata.generation !== undefined && !already && { generation: metadata.generation + 1 }),
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
