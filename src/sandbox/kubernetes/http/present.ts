import type { Cluster } from '../cluster.ts';
import { StatusError } from '../status-error.ts';
import { type Stored, without } from '../store/object.ts';
import type { Call } from './call.ts';
import { toTable } from './table.ts';
import type { Target } from './target.ts';

type Form = 'whole' | 'table' | 'metadata';

/** In which form the client wants objects. The first that can be given wins; none is a 406. */
export function formOf(accept: string): Form {
  for (const wish of accept.split(',').map((one) => one.trim())) {
    const [type = '', ...parameters] = wish.split(';').map((one) => one.trim());
    const as = parameters.find((one) => one.startsWith('as='))?.slice(3);
    if (type === 'application/json' && as === 'Table' && parameters.includes('v=v1'))
      return 'table';
    if (type === 'application/json' && as?.startsWith('PartialObjectMetadata')) return 'metadata';
    if (as === undefined && plain.includes(type)) return 'whole';
  }
  throw new StatusError(
    406,
    'NotAcceptable',
    '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    {},
  );
}

const plain = ['*/*', 'application/*', 'application/json', ''];

export function present(cluster: Cluster, { accept, query }: Call, object: Stored): object {
  switch (formOf(accept)) {
    case 'whole':
      return object;
    case 'metadata':
      return partial(object);
    case 'table': {
      const { resourceVersion } = object.metadata;
      return toTable(object.kind, [object], { resourceVersion }, cluster.clock(), query);
    }
  }
}

export function presentList(
  cluster: Cluster,
  { accept, query }: Call,
  { kind, apiVersion }: Target,
  objects: readonly Stored[],
  metadata: object,
): object {
  switch (formOf(accept)) {
    case 'whole': {
      const items = objects.map((object) => without(object, 'kind', 'apiVersion'));
      return { kind: `${kind}List`, apiVersion, metadata, items };
    }
    case 'metadata': {
      const items = objects.map(partial);
      return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items };
    }
    case 'table':
      return toTable(kind, objects, metadata, cluster.clock(), query);
  }
}

const partial = ({ metadata }: Stored): object => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
});
