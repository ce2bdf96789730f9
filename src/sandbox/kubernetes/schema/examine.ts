import { isFields } from '../store/object.ts';
import { type Field, type Models, shapeOf, typeOf } from './models.ts';

export type Path = readonly (string | number)[];

/** What is wrong with a field: no such field, or a value of another type than `expected`. */
export type Problem =
  | { readonly kind: 'unknown'; readonly path: Path }
  | {
      readonly kind: 'mistyped';
      readonly path: Path;
      readonly expected: Expected;
      readonly value: unknown;
      /** As the server names the field in Go: `EnvVar.spec.containers.env.value`. */
      readonly goField: string;
    };

export type Expected = {
  readonly sort: 'string' | 'number' | 'boolean' | 'list' | 'map';
  /** As Go calls it: `int32`, `[]v1.Container`. */
  readonly go: string;
};

export type Examined = {
  /** The object without fields that nobody knows. */
  readonly known: unknown;
  readonly problems: readonly Problem[];
};

type Place = { readonly path: Path; readonly owner: string; readonly names: readonly string[] };

const scalars: Readonly<Record<string, Expected['sort']>> = {
  string: 'string',
  Date: 'string',
  V1MicroTime: 'string',
  number: 'number',
  boolean: 'boolean',
};

/** Types that take more than one sort of value, which the server reads for itself. */
const free = new Set(['any', 'object', 'IntOrString']);

/** Maps and fields of quantities: the models call them strings, and the server takes numbers, too. */
const quantities = new Set([
  'limits',
  'requests',
  'capacity',
  'allocatable',
  'sizeLimit',
  'divisor',
]);

/** Holds an object against the schema of its kind, field by field, in the order in which they are written. */
export async function examine(models: Models, kind: string, object: unknown): Promise<Examined> {
  const problems: Problem[] = [];
  const root = { baseName: kind, type: typeOf(kind), format: '' };
  const known = await read(object, root, { path: [], owner: kind, names: [] });
  return { known, problems };

  async function read(value: unknown, field: Field, place: Place): Promise<unknown> {
    const { type } = field;
    if (value === null || free.has(type)) return value;
    const sort = scalars[type];
    if (sort !== undefined) return readScalar(value, field, sort, place);
    const { kind: shape, of } = shapeOf(field);
    if (shape === 'list') return readList(value, { ...field, type: of }, place);
    if (shape === 'map') return readMap(value, { ...field, type: of }, place);
    return readObject(value, type, place);
  }

  function readScalar(value: unknown, field: Field, sort: Expected['sort'], place: Place): unknown {
    const isQuantity = typeof value === 'number' && quantities.has(field.baseName);
    if (typeof value !== sort && !isQuantity)
      report(
        { sort, go: sort === 'number' ? field.format || 'float64' : goOf(sort) },
        value,
        place,
      );
    return value;
  }

  async function readList(value: unknown, item: Field, place: Place): Promise<unknown> {
    if (!Array.isArray(value))
      return report({ sort: 'list', go: `[]${goOf(item.type)}` }, value, place);
    const items: unknown[] = [];
    for (const [index, one] of value.entries())
      items.push(await read(one, item, { ...place, path: [...place.path, index] }));
    return items;
  }

  async function readMap(value: unknown, inner: Field, place: Place): Promise<unknown> {
    const go = `map[string]${goOf(inner.type)}`;
    if (!isFields(value)) return report({ sort: 'map', go }, value, place);
    const entries: [string, unknown][] = [];
    for (const [key, one] of Object.entries(value))
      entries.push([key, await read(one, inner, { ...place, path: [...place.path, key] })]);
    return Object.fromEntries(entries);
  }

  async function readObject(value: unknown, type: string, place: Place): Promise<unknown> {
    if (!isFields(value)) return report({ sort: 'map', go: goOf(type) }, value, place);
    const model = await models(type);
    const entries: [string, unknown][] = [];
    for (const [name, one] of Object.entries(value)) {
      const field = model.get(name);
      const path = [...place.path, name];
      const inner = { path, owner: nameOf(type), names: [...place.names, name] };
      if (field) entries.push([name, await read(one, field, inner)]);
      else problems.push({ kind: 'unknown', path });
    }
    return Object.fromEntries(entries);
  }

  function report(expected: Expected, value: unknown, { path, owner, names }: Place): unknown {
    const goField = [owner, ...names].join('.');
    problems.push({ kind: 'mistyped', path, expected, value, goField });
    return value;
  }
}

const nameOf = (type: string): string => type.replace(/^[A-Z][a-z]*V1|^V1/, '');

const goOf = (type: string): string =>
  ({ string: 'string', boolean: 'bool', number: 'int32', Date: 'v1.Time' })[type] ??
  `v1.${nameOf(type)}`;
