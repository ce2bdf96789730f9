import { HclError, type Range } from '../hcl/cursor.ts';
import { evaluate, type Json, type Variables } from '../hcl/evaluate.ts';
import { parseHcl } from '../hcl/parse-hcl.ts';
import type { Block, Body, Expression } from '../hcl/tree.ts';
import { convert, isList, named, toFlag, toNumber } from './convert.ts';
import { checkLabels } from './decode.ts';

const none: Variables = { var: {}, local: {} };

/** The values of all `variable` and `locals` blocks, `given` (HCL assignments) before the defaults. */
export function readVariables({ blocks }: Body, given: string): Variables {
  const values = parseGiven(given);
  const declared = blocks
    .filter(({ type }) => type === 'variable')
    .map((block) => {
      checkLabels('variable', block.labels, ['name'], block.opening);
      const name = block.labels[0]?.text ?? '';
      return [name, valueOf(name, block, values.get(name))] as const;
    });
  const variables = { ...none, var: Object.fromEntries(declared) };
  const locals = blocks
    .filter(({ type }) => type === 'locals')
    .flatMap(({ body }) => body.attributes)
    .map(({ name, value }) => [name, evaluate(value, variables)] as const);
  return { ...variables, local: Object.fromEntries(locals) };
}

function parseGiven(given: string): ReadonlyMap<string, Expression> {
  try {
    return new Map(parseHcl(given).attributes.map(({ name, value }) => [name, value]));
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    throw new Error(`unable to parse var content: ${error.message}`, { cause: error });
  }
}

const allowed = new Set(['type', 'default', 'description', 'validation']);

function valueOf(name: string, { body }: Block, given: Expression | undefined): Json {
  for (const one of body.attributes)
    if (!allowed.has(one.name)) {
      const detail = `An argument named "${one.name}" is not expected here.`;
      throw new HclError(one.range, 'Unsupported argument', detail);
    }
  const find = (attribute: string): Expression | undefined =>
    body.attributes.find((one) => one.name === attribute)?.value;
  const type = find('type');
  const fallback = find('default');
  if (given)
    return cast(
      given,
      type,
      'Invalid value for variable',
      `The value for ${name} is not compatible with the variable's type constraint`,
    );
  if (fallback)
    return cast(
      fallback,
      type,
      'Invalid default value for variable',
      "This default value is not compatible with the variable's type constraint",
    );
  throw new HclError(
    undefined,
    `Unset variable "${name}"`,
    'A used variable must be set or have a default value; see https://developer.hashicorp.com/nomad/docs/reference/hcl2/variables  for details.',
  );
}

function cast(
  expression: Expression,
  type: Expression | undefined,
  summary: string,
  detail: string,
): Json {
  const range: Range = expression.range;
  return toType(evaluate(expression, none), type, (why) => {
    throw new HclError(range, summary, `${detail}: ${why}.`);
  });
}

type Refuse = (why: string) => never;

/** `string`, `number`, `bool`, `any`, and `list(…)`, `set(…)`, `map(…)`, `object(…)` of them. */
function toType(value: Json, type: Expression | undefined, refuse: Refuse): Json {
  if (value === null || !type) return value;
  if (type.kind === 'reference') return toSimple(value, type.names.join('.'), type.range, refuse);
  if (type.kind !== 'call') throw unknownType(type.range, 'that');
  const [inner] = type.arguments;
  if (type.name === 'list' || type.name === 'set') {
    if (isList(value)) return value.map((item) => toType(item, inner, refuse));
    return refuse(`${type.name} of any single type required, but have ${named(value)}`);
  }
  if (typeof value !== 'object' || isList(value))
    return refuse(`${type.name} required, but have ${named(value)}`);
  if (type.name !== 'map') return value;
  const entries = Object.entries(value).map(([key, item]) => [key, toType(item, inner, refuse)]);
  return Object.fromEntries(entries);
}

function toSimple(value: Json, type: string, range: Range, refuse: Refuse): Json {
  switch (type) {
    case 'string':
      return typeof value === 'object'
        ? refuse(`string required, but have ${named(value)}`)
        : convert(value, 'text', range);
    case 'number':
      return toNumber(value, refuse);
    case 'bool':
      return toFlag(value, refuse);
    case 'any':
      return value;
    default:
      throw unknownType(range, type);
  }
}

function unknownType(range: Range, name: string): HclError {
  const detail = `The keyword "${name}" is not a valid type specification.`;
  return new HclError(range, 'Invalid type specification', detail);
}
