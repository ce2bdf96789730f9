import { HclError, type Range } from '../hcl/cursor.ts';
import { evaluate, type Json, type Variables } from '../hcl/evaluate.ts';
import type { Attribute, Block, Body } from '../hcl/tree.ts';
import { convert } from './convert.ts';
import type { Nested, Shape } from './shape.ts';

export type JsonObject = { readonly [key: string]: Json };

/** A body as the API's object of that shape; a name that the shape does not have is refused. */
export function decode(body: Body, shape: Shape, variables: Variables): JsonObject {
  const fields = body.attributes.map((one) => decodeAttribute(one, shape, variables));
  const known = body.blocks.map((block) => [block, nestedFor(block, shape)] as const);
  const blocks = Array.from(
    groupBy(known, ([, { api }]) => api),
    ([api, group]) => {
      return [api, decodeBlocks(group, variables)] as const;
    },
  );
  return Object.fromEntries([...fields, ...blocks]);
}

function decodeAttribute(
  { name, value, range }: Attribute,
  shape: Shape,
  variables: Variables,
): readonly [string, Json] {
  const field = shape.fields.get(name);
  if (field) return [field.api, convert(evaluate(value, variables), field.kind, value.range)];
  const nested = shape.blocks.get(name);
  if (nested?.holds === 'map')
    return [nested.api, toTexts(evaluate(value, variables), value.range)];
  if (nested?.holds === 'free') return [nested.api, evaluate(value, variables)];
  throw new HclError(
    range,
    'Unsupported argument',
    `An argument named "${name}" is not expected here.`,
  );
}

function nestedFor({ type, range, labels, opening }: Block, shape: Shape): Nested {
  const nested = shape.blocks.get(type);
  if (!nested) {
    const detail = `Blocks of type "${type}" are not expected here.`;
    throw new HclError(range, 'Unsupported block type', detail);
  }
  checkLabels(type, labels, nested.label === undefined ? [] : ['name'], opening);
  return nested;
}

export function checkLabels(
  type: string,
  labels: Block['labels'],
  names: readonly string[],
  opening: Range,
): void {
  const wanted = `${names.length} labels (${names.join(', ')})`;
  if (labels.length < names.length)
    throw new HclError(
      opening,
      `Missing name for ${type}`,
      `All ${type} blocks must have ${wanted}.`,
    );
  const extra = labels[names.length];
  if (!extra) return;
  const detail =
    names.length === 0
      ? `No labels are expected for ${type} blocks.`
      : `Only ${wanted} are expected for ${type} blocks.`;
  throw new HclError(extra.range, `Extraneous label for ${type}`, detail);
}

type Found = readonly [Block, Nested];

function decodeBlocks(found: readonly Found[], variables: Variables): Json {
  const [first, second] = found;
  if (!first) return null;
  const [block, { how, label }] = first;
  if (how === 'many') return found.map((one) => decodeBlock(one, variables));
  if (how === 'keyed' && label !== undefined) {
    const entries = found.map((one) => [one[0].labels[0]?.text, decodeBlock(one, variables)]);
    return Object.fromEntries(entries);
  }
  if (!second) return decodeBlock(first, variables);
  const { line, column, endColumn } = block.range;
  throw new HclError(
    second[0].range,
    `Duplicate ${block.type} block`,
    `Only one ${block.type} block is allowed. Another was defined at input.hcl:${line},${column}-${endColumn}.`,
  );
}

function decodeBlock(
  [{ body, labels, opening }, { holds, label }]: Found,
  variables: Variables,
): Json {
  if (holds === 'free') return decodeFree(body, variables);
  if (holds === 'map') return toTexts(decodeFree(body, variables), opening);
  const missing = holds.required.find((name) => !body.attributes.some((one) => one.name === name));
  if (missing !== undefined) {
    const detail = `The argument "${missing}" is required, but no definition was found.`;
    const place = { ...opening, column: opening.endColumn };
    throw new HclError(place, 'Missing required argument', detail);
  }
  const named = label === undefined ? {} : { [label]: labels[0]?.text ?? '' };
  return { ...named, ...decode(body, holds, variables) };
}

/** What only the driver understands: blocks become lists, since they may be repeated. */
function decodeFree({ attributes, blocks }: Body, variables: Variables): JsonObject {
  const fields = attributes.map(({ name, value }) => [name, evaluate(value, variables)] as const);
  const groups = Array.from(
    groupBy(blocks, ({ type }) => type),
    ([type, group]) => {
      return [type, group.map(({ body }) => decodeFree(body, variables))] as const;
    },
  );
  return Object.fromEntries([...fields, ...groups]);
}

function toTexts(value: Json, range: Range): JsonObject {
  if (value === null || typeof value !== 'object')
    throw new HclError(range, 'Unsuitable value type', 'Unsuitable value: map of string required');
  const texts = Object.entries(value).map(([key, item]) => [key, convert(item, 'text', range)]);
  return Object.fromEntries(texts);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
