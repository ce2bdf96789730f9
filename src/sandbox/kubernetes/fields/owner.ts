import { type Fields, isFields, textAt } from '../store/object.ts';
import { fromFieldsV1, toFieldsV1 } from './fields-v1.ts';

/** Who writes: the same manager applying and updating is two owners. */
export type Writer = {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
};

export type Owner = Writer & {
  readonly time: string | undefined;
  readonly paths: ReadonlySet<string>;
};

export const isSameWriter = (a: Writer, b: Writer): boolean =>
  a.manager === b.manager &&
  a.operation === b.operation &&
  a.subresource === b.subresource &&
  (a.operation === 'Apply' || a.apiVersion === b.apiVersion);

export function toOwners(managedFields: readonly Fields[] = []): Owner[] {
  return managedFields.map((entry) => ({
    manager: textAt(entry, 'manager'),
    operation: entry['operation'] === 'Apply' ? 'Apply' : 'Update',
    apiVersion: textAt(entry, 'apiVersion'),
    subresource: textAt(entry, 'subresource'),
    time: textAt(entry, 'time') || undefined,
    paths: new Set(isFields(entry['fieldsV1']) ? fromFieldsV1(entry['fieldsV1']) : []),
  }));
}

/** Appliers first, then by time and name, as the API server orders them; who owns nothing is left out. */
export function fromOwners(owners: readonly Owner[]): Fields[] {
  const rank = ({ operation, time = '', manager, subresource }: Owner): string =>
    [operation, time, manager, subresource].join(' ');
  return owners
    .filter(({ paths }) => paths.size > 0)
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .map(fromOwner);
}

function fromOwner({ manager, operation, apiVersion, time, paths, subresource }: Owner): Fields {
  return {
    manager,
    operation,
    apiVersion,
    ...(time && { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(paths),
    ...(subresource && { subresource }),
  };
}

export function describeOwner({ manager, operation, apiVersion, subresource }: Owner): string {
  const part = subresource ? ` with subresource ${JSON.stringify(subresource)}` : '';
  const version = operation === 'Update' ? ` using ${apiVersion}` : '';
  return JSON.stringify(manager) + part + version;
}
