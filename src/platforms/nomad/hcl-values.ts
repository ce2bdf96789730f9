import { Failure } from '../../failure.ts';

/** Variables for a jobspec as HCL assignments; a value can never become more than the value of its name. */
export function toHclValues(variables: Readonly<Record<string, string | number>>): string {
  return Object.entries(variables)
    .map(
      ([name, value]) =>
        `${identifier(name)} = ${typeof value === 'number' ? value : quote(value)}`,
    )
    .join('\n');
}

function identifier(name: string): string {
  if (/^[A-Za-z_][\w-]*$/.test(name)) return name;
  throw new Failure('invalid', {
    platform: 'nomad',
    what: name,
    because: 'a variable of a job is named with letters, digits, _ and -',
  });
}

/** JSON's escapes are HCL's but for two; `${` and `%{` would open a template. */
function quote(value: string): string {
  return JSON.stringify(value)
    .replaceAll('\\b', '\\u0008')
    .replaceAll('\\f', '\\u000c')
    .replaceAll(/([$%])\{/g, '$1$1{');
}
