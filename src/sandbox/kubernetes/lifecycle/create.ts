import { kinds } from '../../../platforms/kubernetes/kinds.ts';
import { type Cluster, randomSuffix, randomUid } from '../cluster.ts';
import { StatusError, alreadyExists, forbidden, notFound } from '../status-error.ts';
import { type Draft, type Stored, valueAt, without } from '../store/object.ts';
import { withDefaults } from './defaults/defaults.ts';
import { isCounted } from './generation.ts';
import { withBeginnings } from './initial.ts';
import { validateCreate } from './validation/validation.ts';

/** The object as it would be stored: defaulted, validated, named and dated. Nothing is stored yet. */
export function admitCreate(cluster: Cluster, draft: Draft): Stored {
  const { store, random } = cluster;
  const { namespace, generateName, resourceVersion } = draft.metadata;
  if (resourceVersion)
    throw new StatusError(
      500,
      undefined,
      'resourceVersion should not be set on objects to be created',
    );
  if (kinds[draft.kind]?.namespaced) assertOpen(cluster, draft);

  const uid = randomUid(random);
  const name = draft.metadata.name || (generateName ? generateName + randomSuffix(random) : '');
  const named = { ...draft, metadata: { ...draft.metadata, name } };
  const object = withBeginnings(cluster, withDefaults(without(named, 'status')), uid);
  const created: Stored = {
    ...object,
    metadata: {
      ...without(object.metadata, 'managedFields', 'deletionTimestamp', 'generation'),
      name,
      uid,
      resourceVersion: '',
      creationTimestamp: cluster.now(),
      ...(isCounted(draft.kind) && { generation: 1 }),
    },
  };
  validateCreate(created);
  if (store.get(draft.kind, name, namespace)) throw alreadyExists(draft.kind, name);
  return created;
}

function assertOpen({ store }: Cluster, { kind, metadata }: Draft): void {
  const { namespace = '', name = '' } = metadata;
  const home = store.get('Namespace', namespace);
  if (!home) throw notFound('Namespace', namespace);
  if (valueAt(home, 'status', 'phase') === 'Terminating') {
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    const message = `namespace ${namespace} is being terminated`;
    throw forbidden(kind, name, why, [
      { reason: 'NamespaceTerminating', message, field: 'metadata.namespace' },
    ]);
  }
}

/** Creates as controllers do: straight into the store. */
export function create(cluster: Cluster, draft: Draft): Stored {
  return cluster.store.put(admitCreate(cluster, draft));
}
