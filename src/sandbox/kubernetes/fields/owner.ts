import { type Fields, isFields } from '../store/object.ts';
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
    manager: String(entry['manager'] ?? 'unknown'),
    operation: entry['operation'] === 'Apply' ? 'Apply' : 'Update',
    apiVersion: String(entry['apiVersion'] ?? 'v1'),
    subresource: String(entry['subresource'] ?? ''),
    time: typeof entry['time'] === 'string' ? entry['time'] : undefined,
    paths: new Set(isFields(entry['fieldsV1']) ? fromFieldsV1(entry['fieldsV1']) : []),
  }));
}

/** Appliers first, then by time and name, as the API server orders them; who owns nothing is left out. */
export function fromOwners(owners: readonly Owner[]): Record<string, unknown>[] {
  const rank = ({ operation, time = '', manager, subresource }: Owner): string =>
    [operation, time, manager, subresource].join(' ');
  return owners
    .filter(({ paths }) => paths.size > 0)
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .map(({ manager, operation, apiVersion, time, paths, subresource }) => ({
      manager,
      operation,
      apiVersion,
      ...(time && { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(paths),
      ...(subresource && { subresource }),
    }));
}

export function describeOwner({ manager, operation, apiVersion, subresource }: Owner): string {
  const part = subresource ? ` with subresource ${JSON.stringify(subresource)}` : '';
  const version = operation === 'Update' ? ` using ${apiVersion}` : '';
  return JSON.stringify(manager) + part + version;
}
