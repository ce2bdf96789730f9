import { HclError, type Range } from '../hcl/cursor.ts';
import { evaluate, type Json, type Variables } from '../hcl/evaluate.ts';
import { parseHcl } from '../hcl/parse-hcl.ts';
import type { Block, Body, Expression } from '../hcl/tree.ts';
import { convert, isList, named, toFlag, toNumber } from './convert.ts';
import { checkLabels, type JsonObject } from './decode.ts';

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
  if (type) checkType(type);
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
  if (type.kind !== 'call') throw unknownType(type);
  return toCollection(value, type.name, type.arguments[0], refuse);
}

function toCollection(
  value: Json,
  type: string,
  inner: Expression | undefined,
  refuse: Refuse,
): Json {
  const isSequence = type === 'list' || type === 'set';
  if (isSequence && isList(value)) return value.map((item) => toType(item, inner, refuse));
  if (isSequence || value === null || typeof value !== 'object' || isList(value))
    return refuse(`${type} required, but have ${named(value)}`);
  return type === 'map' ? toMap(value, inner, refuse) : value;
}

function toMap(value: JsonObject, inner: Expression | undefined, refuse: Refuse): JsonObject {
  const entries = Object.entries(value).map(([key, item]) => [key, toType(item, inner, refuse)]);
  return Object.fromEntries(entries);
}

function toSimple(value: Json, type: string, range: Range, refuse: Refuse): Json {
  if (type === 'number') return toNumber(value, refuse);
  if (type === 'bool') return toFlag(value, refuse);
  if (type !== 'string') return value;
  return typeof value === 'object'
    ? refuse(`string required, but have ${named(value)}`)
    : convert(value, 'text', range);
}

const simple = new Set(['string', 'number', 'bool', 'any']);

function checkType(type: Expression): void {
  if (type.kind === 'call') type.arguments.forEach(checkType);
  else if (type.kind !== 'reference' || !simple.has(type.names.join('.'))) throw unknownType(type);
}

function unknownType(type: Expression): HclError {
  const name = type.kind === 'reference' ? type.names.join('.') : '';
  const detail = `The keyword "${name}" is not a valid type specification.`;
  return new HclError(type.range, 'Invalid type specification', detail);
}
