import { keyOfItem, type ListSort, listSort } from '../fields/list-keys.ts';
import { type StatusError as Refusal, badRequest, invalid, StatusError } from '../status-error.ts';
import { isFields } from '../store/object.ts';
import type { Target } from '../http/target.ts';
import type { Path, Problem } from './examine.ts';

/** `spec.containers[0].imagee`, as strict decoding names a field. */
export const toFieldPath = (path: Path): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);

export const unknownField = ({ path }: Problem): string => `unknown field "${toFieldPath(path)}"`;

const versionOf = ({ apiVersion }: Target): string => apiVersion.split('/').at(-1) ?? '';

const cannotBeHandled = (target: Target): string =>
  `${target.kind} in version "${versionOf(target)}" cannot be handled as a ${target.kind}`;

/** A create or replace with fields that do not exist. */
export const refuseUnknown = (target: Target, unknown: readonly Problem[]): Refusal =>
  badRequest(
    `${cannotBeHandled(target)}: strict decoding error: ${unknown.map(unknownField).join(', ')}`,
  );

/** A create or replace with a value that the server can not decode; it names only the first. */
export function refuseMistyped(
  target: Target,
  { goField, expected, value }: Extract<Problem, { kind: 'mistyped' }>,
): Refusal {
  const got = Array.isArray(value) ? 'array' : isFields(value) ? 'object' : goKind(value);
  return badRequest(
    `${cannotBeHandled(target)}: json: cannot unmarshal ${got} into Go struct field ${goField} of type ${expected.go}`,
  );
}

const goKind = (value: unknown): string => (typeof value === 'boolean' ? 'bool' : typeof value);

/** A patch that would leave fields that do not exist. */
export function refusePatch(patched: string, unknown: readonly Problem[]): Refusal {
  const why = `strict decoding error: ${unknown.map(unknownField).join(', ')}`;
  const message = `Invalid value: ${JSON.stringify(patched)}: ${why}`;
  return invalid('', '', [{ reason: 'FieldValueInvalid', message, field: 'patch' }], '');
}

/** Server-side apply knows the schema itself, whatever validation is asked for. */
export function refuseApplied(
  { apiVersion, kind }: Target,
  object: unknown,
  problems: readonly Problem[],
): Refusal {
  const { metadata } = isFields(object) ? object : {};
  const { namespace = '', name = '' } = isFields(metadata) ? metadata : {};
  const lines = problems.map(
    (problem) => `${toAppliedPath(problem.path, object)}: ${sayApplied(problem)}`,
  );
  const errors = lines.length === 1 ? lines[0] : ['errors:', ...lines].join('\n  ');
  const type = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
  const what = `${String(namespace)}/${String(name)}; ${type}, Kind=${kind}`;
  return new StatusError(
    500,
    undefined,
    `failed to create typed patch object (${what}): ${errors}`,
  );
}

const expecting = {
  number: 'numeric (int or float)',
  string: 'string',
  boolean: 'boolean',
  list: 'list',
  map: 'map',
};

function sayApplied(problem: Problem): string {
  if (problem.kind === 'unknown') return 'field not declared in schema';
  const { expected, value } = problem;
  const got =
    expected.sort === 'number'
      ? goKind(value)
      : `&value.valueUnstructured{Value:${JSON.stringify(value)}}`;
  return `expected ${expecting[expected.sort]}, got ${got}`;
}

/** `.spec.containers[name="c"].imagee`: an item of a list by what it is known by. */
function toAppliedPath(path: Path, object: unknown): string {
  let at = object;
  let said = '';
  const names: string[] = [];
  for (const step of path) {
    if (typeof step === 'string') names.push(step);
    const sort = listSort(names);
    at = inside(at, step);
    said += typeof step === 'string' ? `.${step}` : `[${itemOf(at, step, sort)}]`;
  }
  return said;
}

function inside(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isFields(value) ? value[String(step)] : undefined;
}

function itemOf(item: unknown, index: number, sort: ListSort): string {
  if (typeof sort === 'string') return sort === 'set' ? `=${JSON.stringify(item)}` : String(index);
  const keys: object = JSON.parse(keyOfItem(item, sort));
  return Object.entries(keys)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',');
}
