import { listSort } from '../fields/list-keys.ts';
import { type Fields, isFields, without } from '../store/object.ts';
import { isSame } from '../store/same.ts';

/**
 * Strategic merge patch: as a merge patch, but lists are merged by the key that the schema names, with the
 * directives `$patch`, `$deleteFromPrimitiveList` and `$setElementOrder`.
 * @see https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export function strategicMerge(
  target: unknown,
  patch: unknown,
  names: readonly string[] = [],
): unknown {
  if (Array.isArray(patch)) return mergeLists(Array.isArray(target) ? target : [], patch, names);
  if (!isFields(patch)) return patch;
  if (patch['$patch'] === 'replace') return without(patch, '$patch');
  const result: Record<string, unknown> = isFields(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch).filter(([key]) => !key.startsWith('$'))) {
    if (value === null || isDelete(value)) Reflect.deleteProperty(result, name);
    else result[name] = strategicMerge(result[name], value, [...names, name]);
  }
  return obey(result, patch, names);
}

const isDelete = (value: unknown): boolean => isFields(value) && value['$patch'] === 'delete';

function mergeLists(
  target: readonly unknown[],
  patch: readonly unknown[],
  names: readonly string[],
): readonly unknown[] {
  const [key] = keysFor(names);
  if (listSort(names) === 'set')
    return [...target, ...patch.filter((one) => !target.some((other) => isSame(one, other)))];
  if (key === undefined) return patch;
  if (patch.some((item) => isFields(item) && item['$patch'] === 'replace'))
    return patch.filter((item) => isFields(item) && item['$patch'] === undefined);

  const items = [...target];
  for (const item of patch) {
    const index = items.findIndex((other) => isSame(keyIn(other, key), keyIn(item, key)));
    if (!isDelete(item))
      items[index < 0 ? items.length : index] = strategicMerge(items[index] ?? {}, item, names);
    else if (index >= 0) items.splice(index, 1);
  }
  return items;
}

function keysFor(names: readonly string[]): readonly string[] {
  const sort = listSort(names);
  return typeof sort === 'string' ? [] : sort;
}

const keyIn = (item: unknown, key: string): unknown => (isFields(item) ? item[key] : item);

/** What directives beside the fields ask for. */
function obey(result: Fields, patch: Fields, names: readonly string[]): Fields {
  const changes = Object.entries(patch).flatMap(([directive, list]) => {
    const [sort, name = ''] = directive.split('/');
    const items = result[name];
    if (!Array.isArray(items) || !Array.isArray(list)) return [];
    if (sort === '$deleteFromPrimitiveList')
      return [[name, items.filter((item) => !list.includes(item))] as const];
    if (sort === '$setElementOrder')
      return [[name, ordered(items, list, keysFor([...names, name])[0])] as const];
    return [];
  });
  return { ...result, ...Object.fromEntries(changes) };
}

function ordered(
  items: readonly unknown[],
  order: readonly unknown[],
  key: string | undefined,
): readonly unknown[] {
  const place = (item: unknown): number => {
    const index = order.findIndex((one) =>
      key === undefined ? isSame(one, item) : isSame(keyIn(one, key), keyIn(item, key)),
    );
    return index < 0 ? order.length : index;
  };
  return items.toSorted((a, b) => place(a) - place(b));
}
