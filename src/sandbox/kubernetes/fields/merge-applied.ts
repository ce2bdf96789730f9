import { isFields } from '../store/object.ts';
import { isSame } from '../store/same.ts';
import { isWhole, keyOfItem, listSort } from './list-keys.ts';

/** The live value with what was applied laid over it, lists by key where the schema says so. */
export function mergeApplied(
  live: unknown,
  applied: unknown,
  names: readonly string[] = [],
): unknown {
  if (isFields(live) && isFields(applied) && !isWhole(names)) {
    const merged = Object.entries(applied).map(([name, value]) => [
      name,
      mergeApplied(live[name], value, [...names, name]),
    ]);
    return { ...live, ...Object.fromEntries(merged) };
  }
  if (Array.isArray(live) && Array.isArray(applied)) return mergeLists(live, applied, names);
  return applied;
}

function mergeLists(
  live: readonly unknown[],
  applied: readonly unknown[],
  names: readonly string[],
): readonly unknown[] {
  const sort = listSort(names);
  if (sort === 'atomic') return applied;
  if (sort === 'set')
    return [...live, ...applied.filter((one) => !live.some((other) => isSame(one, other)))];

  const identify = (item: unknown): string => keyOfItem(item, sort);
  const known = new Map(live.map((item) => [identify(item), item]));
  const merged = applied.map((item) => mergeApplied(known.get(identify(item)), item, names));
  const wanted = new Set(applied.map(identify));
  return placeBetween(
    merged,
    live.filter((item) => !wanted.has(identify(item))),
    (item) => live.findIndex((one) => identify(one) === identify(item)),
  );
}

/** Items that only the live list has stay where they were among the others. */
function placeBetween(
  merged: readonly unknown[],
  rest: readonly unknown[],
  liveIndex: (item: unknown) => number,
): readonly unknown[] {
  const result = [...merged];
  for (const item of rest) {
    const after = result.findLastIndex((other) => {
      const index = liveIndex(other);
      return index >= 0 && index < liveIndex(item);
    });
    result.splice(after + 1, 0, item);
  }
  return result;
}
