/** A field of a type of the API: its type is another one's name, a scalar's, `Array<…>` or `{ [key: string]: …; }`. */
export type Field = {
  readonly baseName: string;
  readonly type: string;
  /** `int32`, `date-time` and the like, or empty. */
  readonly format: string;
};

export type Model = ReadonlyMap<string, Field>;

/** The fields of a type of the API by their names in JSON. */
export type Models = (type: string) => Promise<Model>;

type Module = Readonly<Record<string, { readonly attributeTypeMap: readonly Field[] }>>;

/**
 * The types of Kubernetes' OpenAPI document as @kubernetes/client-node has generated them, each in a file of its own
 * that is loaded when the type is first met; the client itself is not.
 */
export function createModels(): Models {
  const known = new Map<string, Promise<Model>>();

  return (type) => {
    const model = known.get(type) ?? load(type);
    known.set(type, model);
    return model;
  };
}

async function load(type: string): Promise<Model> {
  const module: Module = await import(`@kubernetes/client-node/dist/gen/models/${type}.js`);
  const fields = module[type]?.attributeTypeMap ?? [];
  return new Map(fields.map((field) => [field.baseName, field]));
}

const named: Readonly<Record<string, string>> = { Event: 'CoreV1Event' };

/** The type of a kind's objects. */
export const typeOf = (kind: string): string => named[kind] ?? `V1${kind}`;

/** What a field's type is made of: a list or a map of a type, or that type itself. */
export function shapeOf({ type }: Field): { kind: 'list' | 'map' | 'one'; of: string } {
  const item = /^Array<(.+)>$/.exec(type)?.[1];
  if (item !== undefined) return { kind: 'list', of: item };
  const inner = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  return inner === undefined ? { kind: 'one', of: type } : { kind: 'map', of: inner };
}

/** Loads the models of these kinds and of all that is in them, a file at a time, so that a first write need not. */
export async function loadModels(kinds: readonly string[]): Promise<void> {
  const models = createModels();
  const met = new Set(leaves);
  const visit = async (type: string): Promise<void> => {
    if (met.has(type)) return;
    met.add(type);
    for (const field of (await models(type)).values()) await visit(shapeOf(field).of);
  };
  for (const kind of kinds) await visit(typeOf(kind));
}

/** Types without fields. */
const leaves = [
  'string',
  'number',
  'boolean',
  'any',
  'object',
  'Date',
  'IntOrString',
  'V1MicroTime',
];
