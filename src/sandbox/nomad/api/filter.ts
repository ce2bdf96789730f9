import { Refusal } from '../../refusal.ts';

type Test = (item: object) => boolean;

const clause = /^\s*([\w.]+)\s*(==|!=|contains|matches)\s*(?:"([^"]*)"|`([^`]*)`|([\w-]+))\s*/;
const joint = /^(and|or)\s/;

/** The part of Nomad's filter language that people use: comparisons of fields, joined by `and` or by `or`. */
export function toFilter(expression: string | null): Test {
  if (expression === null || expression.trim() === '') return () => true;
  const { tests, any } = readClauses(expression);
  return any
    ? (item) => tests.some((test) => test(item))
    : (item) => tests.every((test) => test(item));
}

function readClauses(expression: string): {
  readonly tests: readonly Test[];
  readonly any: boolean;
} {
  const tests: Test[] = [];
  const joints = new Set<string>();
  let rest = expression;
  for (;;) {
    const found = clause.exec(rest);
    if (!found) throw unreadable(expression, rest);
    tests.push(toTest(found));
    rest = rest.slice(found[0].length);
    if (rest === '') return { tests, any: joints.has('or') };
    const [word = ''] = joint.exec(rest) ?? [];
    joints.add(word.trim());
    if (word === '' || joints.size > 1) throw unreadable(expression, rest);
    rest = rest.slice(word.length);
  }
}

function toTest([, field = '', operator = '', quoted, raw, bare]: RegExpExecArray): Test {
  const wanted = quoted ?? raw ?? bare ?? '';
  return (item) => compares(operator, valueOf(item, field), wanted);
}

function unreadable(expression: string, rest: string): Refusal {
  const at = expression.length - rest.length + 1;
  const why = `failed to read filter expression: 1:${at} (${at - 1}): no match found`;
  return new Refusal(400, `failed to create result paginator: ${why}`);
}

function valueOf(item: unknown, field: string): unknown {
  return field.split('.').reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value).find(([key]) => key === name)?.[1];
  }, item);
}

function compares(operator: string, value: unknown, wanted: string): boolean {
  switch (operator) {
    case '==':
      return String(value) === wanted;
    case '!=':
      return String(value) !== wanted;
    case 'contains':
      return Array.isArray(value) ? value.includes(wanted) : String(value).includes(wanted);
    default:
      return new RegExp(wanted).test(String(value));
  }
}
