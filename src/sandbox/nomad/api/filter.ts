import { Refusal } from './refusal.ts';

const clause = /^\s*([\w.]+)\s*(==|!=|contains|matches)\s*(?:"([^"]*)"|`([^`]*)`|([\w-]+))\s*/;

/** The part of Nomad's filter language that people use: comparisons of fields, joined by `and` or by `or`. */
export function toFilter(expression: string | null): (item: object) => boolean {
  if (expression === null || expression.trim() === '') return () => true;
  const tests: ((item: object) => boolean)[] = [];
  let rest = expression;
  let joint: string | undefined;
  for (;;) {
    const found = clause.exec(rest);
    if (!found) throw unreadable(expression, rest);
    const [all, field = '', operator = '', quoted, raw, bare] = found;
    tests.push((item) => compares(operator, valueOf(item, field), quoted ?? raw ?? bare ?? ''));
    rest = rest.slice(all.length);
    const next = /^(and|or)\s/.exec(rest)?.[1];
    if (rest === '') break;
    if (next === undefined || (joint !== undefined && joint !== next))
      throw unreadable(expression, rest);
    joint = next;
    rest = rest.slice(next.length);
  }
  return (item) =>
    joint === 'or' ? tests.some((test) => test(item)) : tests.every((test) => test(item));
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
