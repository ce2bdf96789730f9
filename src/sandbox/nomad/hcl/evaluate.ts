import { HclError } from './cursor.ts';
import type { Expression } from './tree.ts';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** What `var.…` and `local.…` stand for. */
export type Variables = Readonly<Record<'var' | 'local', Readonly<Record<string, Json>>>>;

/** A reference to anything but a variable is Nomad's to fill in when the task runs, and stays `${…}`. */
export function evaluate(expression: Expression, variables: Variables): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return expression.parts.map((part) => toText(part, evaluate(part, variables))).join('');
    case 'list':
      return expression.items.map((item) => evaluate(item, variables));
    case 'object':
      return Object.fromEntries(
        expression.entries.map(([key, value]) => [key, evaluate(value, variables)]),
      );
    case 'reference':
      return lookUp(expression, expression.names, variables);
    case 'call':
      throw new HclError(
        expression.range,
        'Call to unknown function',
        `The sandbox has no function named "${expression.name}".`,
      );
  }
}

function toText({ range }: Expression, value: Json): string {
  if (value !== null && typeof value !== 'object') return String(value);
  const detail = 'The expression result cannot be written into a string.';
  throw new HclError(range, 'Invalid template interpolation value', detail);
}

function lookUp(
  { range }: Expression,
  [root = '', ...steps]: readonly string[],
  variables: Variables,
): Json {
  if (root !== 'var' && root !== 'local') return `\${${[root, ...steps].join('.')}}`;
  let found: Json = { ...variables[root] };
  for (const step of steps) {
    const inner: Json | undefined = stepInto(found, step);
    if (inner === undefined) {
      const place = { ...range, column: range.column + root.length };
      const detail = `This object does not have an attribute named "${step}".`;
      throw new HclError(place, 'Unsupported attribute', detail);
    }
    found = inner;
  }
  return found;
}

function stepInto(value: Json, step: string): Json | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  return Object.entries(value).find(([key]) => key === step)?.[1];
}
