import { isFields } from '../store/object.ts';
import { separator } from './field-map.ts';
import { keyOfItem, listSort } from './list-keys.ts';

/**
 * The value without fields that were given up. A list item stays as long as somebody owns a part of it, and
 * so does the key it is known by; what is left empty goes.
 */
export function prune(
  object: unknown,
  given: ReadonlySet<string>,
  stillOwned: ReadonlySet<string>,
): unknown {
  const isLost = (path: string): boolean => given.has(path) && !isHeld(path);
  const isHeld = (path: string): boolean =>
    [...stillOwned].some((owned) => owned === path || owned.startsWith(path + separator));
  const isTouched = (path: string): boolean =>
    [...given].some((lost) => lost.startsWith(path + separator));
  return visit(object, '', []);

  function visit(value: unknown, path: string, names: readonly string[]): unknown {
    if (path !== '' && !isTouched(path)) return value;
    if (isFields(value)) return emptied(visitFields(value, path, names), value);
    if (Array.isArray(value)) return visitItems(value, path, names);
    return value;
  }

  function visitFields(value: object, path: string, names: readonly string[]): object {
    const key = path.split(separator).at(-1) ?? '';
    const entries = Object.entries(value).flatMap(([name, child]) => {
      const own = path ? `${path}${separator}f:${name}` : `f:${name}`;
      const isKey = key.startsWith('k:') && key.includes(`"${name}":`);
      if (isLost(own) && !isKey) return [];
      const kept = visit(child, own, [...names, name]);
      return kept === undefined ? [] : [[name, kept] as const];
    });
    return Object.fromEntries(entries);
  }

  function visitItems(items: readonly unknown[], path: string, names: readonly string[]): unknown {
    const sort = listSort(names);
    const kept = items.flatMap((item) => {
      const segment =
        typeof sort === 'string' ? `v:${JSON.stringify(item)}` : `k:${keyOfItem(item, sort)}`;
      const own = path + separator + segment;
      return isLost(own) ? [] : [visit(item, own, names)];
    });
    return kept.length === 0 ? undefined : kept;
  }
}

const emptied = (after: object, before: object): object | undefined =>
  Object.keys(after).length === 0 && Object.keys(before).length > 0 ? undefined : after;
