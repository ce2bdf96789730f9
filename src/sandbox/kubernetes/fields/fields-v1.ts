import { type Fields, isFields } from '../store/object.ts';
import { separator } from './field-map.ts';

type Tree = { [segment: string]: Tree };

/** Paths as the nested object of `managedFields`; `.` marks a field that is owned and has fields besides. */
export function toFieldsV1(paths: Iterable<string>): Fields {
  const root: Tree = {};
  const sorted = [...paths].toSorted();
  for (const [index, path] of sorted.entries()) {
    const segments = path.split(separator);
    const place = segments.reduce<Tree>((tree, segment) => (tree[segment] ??= {}), root);
    if (sorted[index + 1]?.startsWith(path + separator)) place['.'] = {};
  }
  return root;
}

export function fromFieldsV1(tree: Fields, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([segment, children]) => {
    if (segment === '.') return [prefix];
    const path = prefix ? prefix + separator + segment : segment;
    if (!isFields(children) || Object.keys(children).length === 0) return [path];
    return fromFieldsV1(children, path);
  });
}

/** A path as messages show it: `.spec.template.spec.containers[name="c"].image`. */
export function toDotted(path: string): string {
  const shown = path.split(separator).map((segment) => {
    if (segment.startsWith('f:')) return `.${segment.slice(2)}`;
    if (segment.startsWith('v:')) return `[=${segment.slice(2)}]`;
    const keys: unknown = JSON.parse(segment.slice(2));
    const pairs = Object.entries(isFields(keys) ? keys : {});
    return `[${pairs.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
  });
  return shown.join('');
}
