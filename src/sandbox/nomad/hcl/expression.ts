import { type Cursor, identifier } from './cursor.ts';
import { parseHeredoc, parseQuoted } from './string.ts';
import type { Expression } from './tree.ts';

/** Literals, templates, lists, objects, references: what jobspecs are made of, without operators. */
export function parseExpression(cursor: Cursor): Expression {
  const from = cursor.at();
  const expression = parseTerm(cursor);
  const operator = cursor.peek(/[ \t]*(?:[-+*/%?<>!&|]|==)(?!\/|\*)/);
  if (operator === undefined) return expression;
  const detail = 'The sandbox evaluates no operators and conditions; write the value itself.';
  return cursor.fail(from, cursor.at() + operator.length, 'Unsupported operator', detail);
}

function parseTerm(cursor: Cursor): Expression {
  const from = cursor.at();
  if (cursor.take(/"/) !== undefined) return parseQuoted(cursor, parseExpression);
  if (cursor.peek(/<</) !== undefined) return parseHeredoc(cursor, parseExpression);
  if (cursor.take(/\[/) !== undefined) return parseList(cursor, from);
  if (cursor.take(/\{/) !== undefined) return parseObject(cursor, from);
  const number = cursor.take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/);
  if (number !== undefined) return literal(cursor, from, Number(number));
  const name = cursor.take(identifier);
  if (name !== undefined) return parseNamed(cursor, from, name);
  if (cursor.ended()) {
    const detail = 'Expected the start of an expression, but found the end of the file.';
    return cursor.fail(from, from, 'Missing expression', detail);
  }
  const detail = 'Expected the start of an expression, but found an invalid expression token.';
  return cursor.fail(from, from + 1, 'Invalid expression', detail);
}

const words: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

function parseNamed(cursor: Cursor, from: number, name: string): Expression {
  const value = words[name];
  if (value !== undefined) return literal(cursor, from, value);
  if (cursor.take(/\(/) !== undefined) {
    const items = parseItems(cursor, /\)/);
    return { kind: 'call', name, arguments: items, range: cursor.range(from, from + name.length) };
  }
  const names = [name];
  for (;;) {
    const step = cursor.take(
      /\.(?:[\p{ID_Start}_][\p{ID_Continue}-]*|\d+)|\[\d+\]|\["[^"\\$%\n]*"\]/u,
    );
    if (step === undefined) break;
    names.push(step.replaceAll(/^\.|[[\]"]/g, ''));
  }
  return { kind: 'reference', names, range: cursor.range(from) };
}

function literal(cursor: Cursor, from: number, value: number | boolean | null): Expression {
  return { kind: 'literal', value, range: cursor.range(from) };
}

function parseList(cursor: Cursor, from: number): Expression {
  const items = parseItems(cursor, /\]/);
  return { kind: 'list', items, range: cursor.range(from, from + 1) };
}

function parseItems(cursor: Cursor, closing: RegExp): Expression[] {
  const items: Expression[] = [];
  cursor.skipSpace();
  while (cursor.take(closing) === undefined) {
    items.push(parseExpression(cursor));
    cursor.skipSpace();
    if (cursor.take(/,/) === undefined && cursor.peek(closing) === undefined) {
      const detail = 'Expected a comma to mark the beginning of the next item.';
      cursor.fail(cursor.at(), cursor.at() + 1, 'Missing item separator', detail);
    }
    cursor.skipSpace();
  }
  return items;
}

function parseObject(cursor: Cursor, from: number): Expression {
  const entries: [string, Expression][] = [];
  cursor.skipSpace();
  while (cursor.take(/\}/) === undefined) {
    const key = parseKey(cursor);
    cursor.skipBlanks();
    if (cursor.take(/=(?!=)|:/) === undefined) {
      const detail = 'Expected an equals sign ("=") to mark the beginning of the attribute value.';
      cursor.fail(cursor.at(), cursor.at() + 1, 'Missing attribute value', detail);
    }
    cursor.skipBlanks();
    entries.push([key, parseExpression(cursor)]);
    cursor.skipBlanks();
    if (cursor.take(/,|\n/) === undefined && cursor.peek(/\}/) === undefined) {
      const detail = 'Expected a newline or comma to mark the beginning of the next attribute.';
      cursor.fail(cursor.at(), cursor.at() + 1, 'Missing attribute separator', detail);
    }
    cursor.skipSpace();
  }
  return { kind: 'object', entries, range: cursor.range(from, from + 1) };
}

function parseKey(cursor: Cursor): string {
  const from = cursor.at();
  const key = parseTerm(cursor);
  if (key.kind === 'literal') return String(key.value);
  if (key.kind === 'reference' && key.names.length === 1) return key.names[0] ?? '';
  return cursor.fail(
    from,
    cursor.at(),
    'Invalid object key',
    'The sandbox takes plain names as keys.',
  );
}
