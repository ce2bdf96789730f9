import { createCursor, type Cursor, HclError, identifier, type Range } from './cursor.ts';
import { parseExpression } from './expression.ts';
import type { Attribute, Block, Body, Label } from './tree.ts';

/**
 * The structure of an HCL2 file: attributes and blocks, nothing evaluated. Refuses with the words and places
 * of https://github.com/hashicorp/hcl, the first mistake only.
 */
export function parseHcl(text: string): Body {
  const cursor = createCursor(text);
  return parseBody(cursor, undefined);
}

function parseBody(cursor: Cursor, opening: Range | undefined): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  for (;;) {
    cursor.skipSpace();
    if (opening ? cursor.take(/\}/) !== undefined : cursor.ended()) return { attributes, blocks };
    if (cursor.ended())
      throw new HclError(
        opening,
        'Unclosed configuration block',
        'There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.',
      );
    const { name, range } = parseName(cursor);
    cursor.skipBlanks();
    if (cursor.take(/=(?!=)/) === undefined) blocks.push(parseBlock(cursor, name, range));
    else attributes.push(parseValue(cursor, attributes, name, range));
    endLine(cursor, cursor.peek(/\}/) === undefined);
  }
}

type Named = { readonly name: string; readonly range: Range };

function parseName(cursor: Cursor): Named {
  const from = cursor.at();
  const name = cursor.take(identifier);
  if (name !== undefined) return { name, range: cursor.range(from) };
  if (cursor.peek(/"/) !== undefined)
    cursor.fail(from, from + 1, 'Invalid argument name', 'Argument names must not be quoted.');
  if (cursor.peek(/[{}[\](),.=<>!&|?:+*/%-]|\d/) === undefined)
    cursor.fail(
      from,
      from + 1,
      'Invalid character',
      'This character is not used within the language.',
    );
  const detail = 'An argument or block definition is required here.';
  return cursor.fail(from, from + 1, 'Argument or block definition required', detail);
}

function parseValue(
  cursor: Cursor,
  known: readonly Attribute[],
  name: string,
  range: Range,
): Attribute {
  const earlier = known.find((one) => one.name === name)?.range;
  if (earlier) {
    const place = `input.hcl:${earlier.line},${earlier.column}-${earlier.endColumn}`;
    const detail = `The argument "${name}" was already set at ${place}. Each argument may be set only once.`;
    throw new HclError(range, 'Attribute redefined', detail);
  }
  cursor.skipBlanks();
  return { name, value: parseExpression(cursor), range };
}

function parseBlock(cursor: Cursor, type: string, range: Range): Block {
  const labels: Label[] = [];
  for (;;) {
    cursor.skipBlanks();
    const from = cursor.at();
    const label = cursor.take(/"[^"\\$%\n]*"/) ?? cursor.take(identifier);
    if (label === undefined) break;
    labels.push({ text: label.replaceAll('"', ''), range: cursor.range(from) });
  }
  const from = cursor.at();
  if (cursor.take(/\{/) === undefined) refuseHeader(cursor, range, labels.length > 0);
  const opening = cursor.range(from);
  cursor.skipBlanks();
  const oneLine = cursor.peek(/\n|\}|$/) === undefined;
  const body = oneLine ? parseOneLine(cursor) : parseBody(cursor, opening);
  return { type, labels, body, range, opening };
}

function refuseHeader(cursor: Cursor, name: Range, labelled: boolean): never {
  const from = cursor.at();
  if (cursor.peek(/"[^"\n]*[$%]\{/) !== undefined)
    cursor.fail(
      from + 1,
      from + 3,
      'Invalid string literal',
      'Template sequences are not allowed in this string. To include a literal "$", double it (as "$$") to escape it.',
    );
  if (cursor.peek(/\n/) !== undefined)
    cursor.fail(
      from,
      from + 1,
      'Invalid block definition',
      'A block definition must have block content delimited by "{" and "}", starting on the same line as the block header.',
    );
  if (!labelled && !cursor.ended())
    throw new HclError(
      name,
      'Argument or block definition required',
      'An argument or block definition is required here. To set an argument, use the equals sign "=" to introduce the argument value.',
    );
  const detail = 'Either a quoted string block label or an opening brace ("{") is expected here.';
  return cursor.fail(from, from, 'Invalid block definition', detail);
}

/** `{ name = value }`: one argument and no more may share the line with its braces. */
function parseOneLine(cursor: Cursor): Body {
  const { name, range } = parseName(cursor);
  cursor.skipBlanks();
  if (cursor.take(/=(?!=)/) === undefined)
    throw new HclError(
      { ...range, endColumn: cursor.range(cursor.at()).column + 1 },
      'Argument definition required',
      `A single-line block definition can contain only a single argument. If you meant to define argument "${name}", use an equals sign to assign it a value. To define a nested block, place it on a line of its own within its parent block.`,
    );
  const attribute = parseValue(cursor, [], name, range);
  cursor.skipBlanks();
  const from = cursor.at();
  if (cursor.take(/\}/) === undefined)
    cursor.fail(
      from,
      endOfToken(cursor),
      'Invalid single-argument block definition',
      'Single-line block syntax can include only one argument definition. To define multiple arguments, use the multi-line block syntax with one argument definition per line.',
    );
  return { attributes: [attribute], blocks: [] };
}

function endLine(cursor: Cursor, strict: boolean): void {
  cursor.skipBlanks();
  if (!strict || cursor.peek(/\n|\}|$/) !== undefined) return;
  const from = cursor.at();
  const detail = 'An argument definition must end with a newline.';
  cursor.fail(from, endOfToken(cursor), 'Missing newline after argument', detail);
}

function endOfToken(cursor: Cursor): number {
  return cursor.at() + (cursor.peek(identifier)?.length ?? 1);
}
