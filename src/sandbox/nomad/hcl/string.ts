import { createCursor, type Cursor } from './cursor.ts';
import type { Expression } from './tree.ts';

export type ParseExpression = (cursor: Cursor) => Expression;

/** `"…"` with escapes and `${…}`; the cursor stands behind the opening quote. */
export function parseQuoted(cursor: Cursor, parse: ParseExpression): Expression {
  const quoted = parseTemplate(cursor, parse, {
    ended: () => cursor.peek(/"/) !== undefined,
    literal: () => cursor.take(/[^"\\$%\n]+/) ?? takeEscape(cursor),
  });
  cursor.take(/"/);
  return quoted;
}

/** `<<EOF`, and `<<-EOF` which loses the indentation that its lines share. */
export function parseHeredoc(cursor: Cursor, parse: ParseExpression): Expression {
  const from = cursor.at();
  const opening = cursor.take(/<<-?[^\n]*\n/) ?? '';
  const marker = opening.replace(/^<<-?/, '').trim();
  const line = cursor.range(from).endLine;
  const last = `[ \\t]*${marker}[ \\t]*\\r?(?=\\n|$)`;
  const text = cursor.take(new RegExp(`(?:(?!${last})[^\\n]*\\n)*`)) ?? '';
  if (cursor.take(new RegExp(last)) === undefined)
    cursor.fail(from, cursor.at(), 'Unterminated template string', `There is no ${marker} line.`);
  const inner = createCursor(opening.startsWith('<<-') ? withoutIndent(text) : text, line);
  return parseTemplate(inner, parse, {
    ended: inner.ended,
    literal: () => inner.take(/[^$%]+/) ?? inner.take(/[^]/) ?? '',
  });
}

type Rules = { readonly ended: () => boolean; readonly literal: () => string };

function parseTemplate(cursor: Cursor, parse: ParseExpression, rules: Rules): Expression {
  const parts: Expression[] = [];
  let from = cursor.at();
  let value = '';
  const keep = (): void => {
    if (value !== '') parts.push({ kind: 'literal', value, range: cursor.range(from) });
    value = '';
  };
  while (!rules.ended()) {
    const doubled = cursor.take(/\$\$\{|%%\{/);
    if (doubled !== undefined) value += doubled.slice(1);
    else if (cursor.peek(/[$%]\{/) === undefined) value += rules.literal();
    else {
      keep();
      parts.push(parseInterpolation(cursor, parse));
      from = cursor.at();
    }
  }
  keep();
  const range = cursor.range(from);
  const [first = { kind: 'literal' as const, value: '', range }, ...more] = parts;
  return more.length === 0 ? first : { kind: 'template', parts, range: first.range };
}

function parseInterpolation(cursor: Cursor, parse: ParseExpression): Expression {
  const from = cursor.at();
  if (cursor.take(/\$\{/) === undefined) {
    const detail = 'The sandbox knows ${…} in templates, but no %{…} directives.';
    cursor.fail(from, from + 2, 'Unsupported template directive', detail);
  }
  cursor.skipSpace();
  const value = parse(cursor);
  cursor.skipSpace();
  if (cursor.take(/\}/) === undefined) {
    const detail = 'Expected a closing brace to end the interpolation expression.';
    cursor.fail(
      cursor.at(),
      cursor.at() + 1,
      'Extra characters after interpolation expression',
      detail,
    );
  }
  return value;
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
};

function takeEscape(cursor: Cursor): string {
  const from = cursor.at();
  const code = cursor.take(/\\u[\da-fA-F]{4}|\\U[\da-fA-F]{8}/);
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code.slice(2), 16));
  const escape = cursor.take(/\\./)?.slice(1);
  const meant = escape === undefined ? cursor.take(/[$%]/) : escapes[escape];
  if (meant !== undefined) return meant;
  if (escape !== undefined) {
    const detail = `The symbol "${escape}" is not a valid escape sequence selector.`;
    return cursor.fail(from, cursor.at(), 'Invalid escape sequence', detail);
  }
  return cursor.fail(
    from,
    from + 1,
    'Invalid multi-line string',
    'Quoted strings may not be split over multiple lines. To produce a multi-line string, either use the \\n escape to represent a newline character or use the "heredoc" multi-line template syntax.',
  );
}

function withoutIndent(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared)).join('\n');
}
