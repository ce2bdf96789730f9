import { readNumber } from './numbers.ts';

/** "pings" for the job ping, "clients two" for client-2. */
export function toSingular(span: readonly string[]): readonly string[] {
  const number = span.length > 1 && readNumber(span, span.length - 1) !== undefined;
  const at = span.length - (number ? 2 : 1);
  const noun = span[at] ?? '';
  if (!/[^s]s$/.test(noun)) return [];
  return span.map((word, index) => (index === at ? noun.slice(0, -1) : word));
}
