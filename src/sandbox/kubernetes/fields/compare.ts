import { isSame } from '../store/same.ts';
import type { FieldMap } from './field-map.ts';

export type Comparison = {
  readonly changed: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
};

/** Which fields one version of an object has otherwise than another: changed (or new), and gone. */
export function compare(before: FieldMap, after: FieldMap): Comparison {
  const changed = [...after].filter(([path, { value }]) => {
    const known = before.get(path);
    return !known || !isSame(known.value, value);
  });
  const removed = [...before.keys()].filter((path) => !after.has(path));
  return { changed: new Set(changed.map(([path]) => path)), removed: new Set(removed) };
}
