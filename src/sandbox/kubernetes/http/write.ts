import type { Cluster } from '../cluster.ts';
import { trackUpdate } from '../fields/track.ts';
import { admitCreate } from '../lifecycle/create.ts';
import { withDefaults } from '../lifecycle/defaults/defaults.ts';
import { admitUpdate, commit } from '../lifecycle/update.ts';
import { invalid, notFound, resourceOf } from '../status-error.ts';
import { type Draft, type Stored, without } from '../store/object.ts';
import { type Answer, json } from './answer.ts';
import type { Call } from './call.ts';
import { decodeObject } from './decode.ts';
import type { Target } from './target.ts';
import { type WriteOptions, toWriteOptions } from './write-options.ts';

export async function createObject(cluster: Cluster, call: Call, target: Target): Promise<Answer> {
  const options = toWriteOptions(call, target);
  const { draft, warnings } = await decodeObject(cluster, call, target);
  const created = admitCreate(cluster, draft);
  const managedFields = trackUpdate(undefined, withDefaults(draft), options.writer, cluster.now());
  return json(201, add(cluster, created, managedFields, options), warnings);
}

/** Stores a new object with its owners, or shows what it would be. */
export function add(
  { store }: Cluster,
  created: Stored,
  managedFields: Stored['metadata']['managedFields'],
  { dryRun }: WriteOptions,
): Stored {
  const metadata = {
    ...created.metadata,
    ...(managedFields?.length && { managedFields }),
  };
  if (dryRun) return { ...created, metadata: without(metadata, 'resourceVersion') };
  return store.put({ ...created, metadata });
}

export async function replaceObject(cluster: Cluster, call: Call, target: Target): Promise<Answer> {
  const options = toWriteOptions(call, target);
  const { draft, warnings } = await decodeObject(cluster, call, target);
  if (target.kind === 'Lease' && !isThere(cluster, target)) {
    const managedFields = trackUpdate(undefined, draft, options.writer, cluster.now());
    const created = add(cluster, admitCreate(cluster, draft), managedFields, options);
    return json(201, created, warnings);
  }
  const before = find(cluster, target);
  if (versioned.has(target.kind) && !draft.metadata.resourceVersion) throw versionMissing(before);
  return json(200, change(cluster, before, draft, options), warnings);
}

const isThere = ({ store }: Cluster, { kind, name = '', namespace }: Target): boolean =>
  store.get(kind, name, namespace) !== undefined;

export function find({ store }: Cluster, { kind, name = '', namespace }: Target): Stored {
  const object = store.get(kind, name, namespace);
  if (!object) throw notFound(kind, name);
  return object;
}

/** Puts a changed object and notes whose fields they are now. */
export function change(
  cluster: Cluster,
  before: Stored,
  draft: Draft,
  { writer, dryRun }: WriteOptions,
): Stored {
  const after = admitUpdate(before, draft, writer.subresource);
  const managedFields = trackUpdate(before, after, writer, cluster.now());
  const changed = withOwners(after, managedFields);
  return dryRun ? changed : commit(cluster, before, changed);
}

export function withOwners(
  object: Stored,
  managedFields: Stored['metadata']['managedFields'],
): Stored {
  const bare = without(object.metadata, 'managedFields');
  return { ...object, metadata: { ...bare, ...(managedFields?.length && { managedFields }) } };
}

/** Kinds that are only replaced by somebody who says which version was read. */
const versioned = new Set(['Lease', 'PodDisruptionBudget']);

function versionMissing({ kind, metadata }: Stored): Error {
  const cause = {
    reason: 'FieldValueInvalid',
    message: 'Invalid value: 0: must be specified for an update',
    field: 'metadata.resourceVersion',
  };
  const { plural, group } = resourceOf(kind);
  return invalid(plural, metadata.name, [cause], group);
}
