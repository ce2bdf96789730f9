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
const among = RegExp(`^${key}\\s+(not)?in\\s*\\(([^)]*)\\)$`);
const equal = RegExp(`^${key}\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)$`);
const exists = RegExp(`^(!?)\\s*${key}$`);

function parseOne(part: string): Test {
  const test = parseAmong(part) ?? parseEqual(part) ?? parseExists(part);
  if (test) return test;
  const found = part.match(/[=!<>()]+/)?.[0] ?? part;
  throw badRequest(`found '${found}', expected: !, identifier, or 'end of string'`);
}

function parseAmong(part: string): Test | undefined {
  const [, name = '', not, list] = part.match(among) ?? [];
  if (list === undefined) return undefined;
  const values = new Set(list.split(',').map((value) => value.trim()));
  return (labels) => {
    const value = labels[name];
    return (value !== undefined && values.has(value)) === (not === undefined);
  };
}

function parseEqual(part: string): Test | undefined {
  const [, name = '', operator, value = ''] = part.match(equal) ?? [];
  if (operator === undefined) return undefined;
  return (labels) => (labels[name] === value) === (operator !== '!=');
}

function parseExists(part: string): Test | undefined {
  const [, not, name] = part.match(exists) ?? [];
  if (name === undefined) return undefined;
  return (labels) => Object.hasOwn(labels, name) === (not === '');
}
