import { Refusal } from './refusal.ts';

const clause = /^(not\s+)?([\w.-]+)\s*(==|!=|contains|matches)\s*(?:"([^"]*)"|([\w.-]+))$/;
const membership = /("[^"]*")\s+in\s+([\w.-]+)$/;

type Test = (item: object) => boolean;

/** The part of Consul's filter language that people use: comparisons of fields, joined by `and` or by `or`. */
export function toFilter(expression: string | null, roots: readonly string[]): Test {
  if (expression === null || expression.trim() === '') return () => true;
  const parts = expression.trim().split(/\s+(and|or)\s+/); // a clause, how it is joined, a clause …
  const tests = parts.filter((_part, at) => at % 2 === 0).map((part) => toTest(part, roots));
  const joints = new Set(parts.filter((_part, at) => at % 2 === 1));
  if (joints.size > 1) throw unreadable('the sandbox reads one kind of joint at a time');
  return (item) =>
    joints.has('or') ? tests.some((test) => test(item)) : tests.every((test) => test(item));
}

function toTest(part: string, roots: readonly string[]): Test {
  const found = clause.exec(part.replace(membership, '$2 contains $1'));
  if (!found) throw unreadable('1:1 (0): no match found');
  const [, not, selector = '', operator = '', quoted, bare = ''] = found;
  if (!roots.includes(selector.split('.')[0] ?? ''))
    throw unreadable(`Selector "${selector}" is not valid`);
  const wanted = quoted ?? bare;
  return (item) => compares(operator, valuesOf(item, selector), wanted) === (not === undefined);
}

function unreadable(why: string): Refusal {
  return new Refusal(500, `Failed to create boolean expression evaluator: ${why}`);
}

/** What a selector names; through a list it names many. */
function valuesOf(item: unknown, selector: string): readonly unknown[] {
  let values: readonly unknown[] = [item];
  for (const name of selector.split('.'))
    values = values.flat().flatMap((value) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value)
            .filter(([key]) => key === name)
            .map(([, found]): unknown => found)
        : [],
    );
  return values;
}

function compares(operator: string, values: readonly unknown[], wanted: string): boolean {
  switch (operator) {
    case '==':
      return values.flat().some((value) => String(value) === wanted);
    case '!=':
      return values.flat().every((value) => String(value) !== wanted);
    case 'matches':
      return values.flat().some((value) => new RegExp(wanted).test(String(value)));
    default:
      return values.some((value) =>
        Array.isArray(value) ? value.includes(wanted) : String(value).includes(wanted),
      );
  }
}
