import type { Stored } from '../store/object.ts';
import { toAge } from './age.ts';
import { columns } from './columns.ts';

/** Objects as rows, the form in which kubectl asks for what it prints. */
export function toTable(
  kind: string,
  objects: readonly Stored[],
  metadata: object,
  now: Date,
  query: URLSearchParams,
): object {
  const own = columns[kind] ?? [];
  const narrow = own.filter(({ wide }) => !wide);
  const wide = own.filter((column) => column.wide);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: [
      definition('Name', 'name'),
      ...narrow.map(({ name }) => definition(name)),
      definition('Age'),
      ...wide.map(({ name }) => definition(name, '', true)),
    ],
    rows: objects.map((object) => ({
      cells: [
        object.metadata.name,
        ...narrow.map(({ of }) => of(object)),
        toAge(object.metadata.creationTimestamp, now),
        ...wide.map(({ of }) => of(object)),
      ],
      ...rowObject(object, query.get('includeObject') ?? 'Metadata'),
    })),
  };
}

function rowObject(object: Stored, include: string): object {
  if (include === 'None') return {};
  if (include === 'Object') return { object };
  const { metadata } = object;
  return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } };
}

const definition = (name: string, format = '', wide = false): object => ({
  name,
  type: 'string',
  format,
  description: '',
  priority: wide ? 1 : 0,
});
