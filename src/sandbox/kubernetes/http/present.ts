import type { Cluster } from '../cluster.ts';
import { StatusError } from '../status-error.ts';
import { type Stored, without } from '../store/object.ts';
import type { Call } from './call.ts';
import { toTable } from './table.ts';
import type { Target } from './target.ts';

type Form = 'whole' | 'table' | 'metadata';

/** In which form the client wants objects. The first that can be given wins; none is a 406. */
export function formOf(accept: string): Form {
  const forms = accept.split(',').map(formNamed);
  const form = forms.find((one) => one !== undefined);
  if (form) return form;
  const given = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
  const message = `406: Not Acceptable\n\nAvailable representations: ${given}`;
  throw new StatusError(406, 'NotAcceptable', message, {});
}

const whole = new Set(['*/*', 'application/*', 'application/json', '']);

function formNamed(wish: string): Form | undefined {
  const [type = '', ...parameters] = wish.split(';').map((one) => one.trim());
  const as = parameters.find((one) => one.startsWith('as='))?.slice('as='.length);
  if (as === undefined) return whole.has(type) ? 'whole' : undefined;
  if (type !== 'application/json') return undefined;
  if (as === 'Table' && parameters.includes('v=v1')) return 'table';
  return as.startsWith('PartialObjectMetadata') ? 'metadata' : undefined;
}

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
