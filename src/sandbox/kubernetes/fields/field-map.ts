import { type Fields, isFields } from '../store/object.ts';
import { isWhole, keyOfItem, listSort } from './list-keys.ts';

/**
 * Every field of an object by its path. A path is the segments of `fieldsV1` (`f:spec`, `k:{"name":"c"}`,
 * `v:"x"`), joined by newlines. `owned`: an applier that names this field owns it. A field that only holds
 * others has no value here.
 */
export type FieldMap = ReadonlyMap<string, { readonly value?: unknown; readonly owned: boolean }>;

export const separator = '\n';

const fromServer = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
]);

/** These are there in an empty object already, so nobody adds them. */
const alwaysThere = new Set(['metadata', 'spec', 'status', 'template', 'containers', 'resources']);

export function fieldMapOf(object: Fields, subresource = ''): FieldMap {
  const fields = new Map<string, { value?: unknown; owned: boolean }>();
  const keep = subresource === 'status' ? ['status'] : Object.keys(object).filter(isTracked);
  for (const name of keep)
    if (object[name] !== undefined) visit(object[name], [`f:${name}`], [name]);
  return fields;

  function visit(value: unknown, path: readonly string[], names: readonly string[]): void {
    if (isFields(value) && !isWhole(names)) visitFields(value, path, names);
    else if (Array.isArray(value) && listSort(names) !== 'atomic') {
      hold(path, names, false);
      for (const item of value) visitItem(item, path, names);
    } else fields.set(path.join(separator), { value, owned: true });
  }

  function visitFields(value: Fields, path: readonly string[], names: readonly string[]): void {
    const entries = Object.entries(value);
    hold(path, names, entries.length === 0);
    for (const [name, child] of entries)
      if (!isFromServer(names, name)) visit(child, [...path, `f:${name}`], [...names, name]);
  }

  /** A field that holds others. */
  function hold(path: readonly string[], names: readonly string[], isEmpty: boolean): void {
    if (isEmpty || !alwaysThere.has(names.at(-1) ?? ''))
      fields.set(path.join(separator), { owned: isEmpty });
  }

  function visitItem(item: unknown, path: readonly string[], names: readonly string[]): void {
    const sort = listSort(names);
    const segment =
      typeof sort === 'string' ? `v:${JSON.stringify(item)}` : `k:${keyOfItem(item, sort)}`;
    const own = [...path, segment];
    fields.set(own.join(separator), { owned: true });
    if (!isFields(item)) return;
    for (const [name, child] of Object.entries(item))
      visit(child, [...own, `f:${name}`], [...names, name]);
  }
}

const isTracked = (name: string): boolean => !['apiVersion', 'kind', 'status'].includes(name);

const isFromServer = (names: readonly string[], name: string): boolean =>
  names.length === 1 && names[0] === 'metadata' && fromServer.has(name);
