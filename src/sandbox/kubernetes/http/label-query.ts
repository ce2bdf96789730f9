import { badRequest } from '../status-error.ts';

type Labels = Readonly<Record<string, string>>;
type Test = (labels: Labels) => boolean;

/** A label selector as the query writes it: `a=b,c!=d,e in (f,g),!h`. Anything else is a 400. */
export function parseLabelQuery(query: string): Test {
  const tests = split(query).map(parseOne);
  return (labels) => tests.every((test) => test(labels));
}

/** At commas outside of parentheses. */
const split = (query: string): string[] =>
  query
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const key = String.raw`([A-Za-z0-9][-A-Za-z0-9_./]*)`;

function parseOne(part: string): Test {
  const [, name = '', not, list] =
    part.match(RegExp(`^${key}\\s+(not)?in\\s*\\(([^)]*)\\)$`)) ?? [];
  if (list !== undefined) {
    const values = list.split(',').map((value) => value.trim());
    return (labels) => {
      const value = labels[name];
      return value !== undefined && values.includes(value) ? !not : Boolean(not);
    };
  }
  const [, left = '', operator, right = ''] =
    part.match(RegExp(`^${key}\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)$`)) ?? [];
  if (operator === '!=') return (labels) => labels[left] !== right;
  if (operator !== undefined) return (labels) => labels[left] === right;
  const [, absent, present] = part.match(RegExp(`^(!?)\\s*${key}$`)) ?? [];
  if (present === undefined)
    throw badRequest(
      `found '${part.match(/[=!<>()]+/)?.[0] ?? part}', expected: !, identifier, or 'end of string'`,
    );
  return (labels) => Object.hasOwn(labels, present) === (absent === '');
}
