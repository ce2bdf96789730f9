import type { Display } from './turn.ts';

const most = 5;

/**
 * Names as people say them: "a, b and c". Of many, the first few are said and the others counted, "and 9 more": all
 * of them are for the screen.
 */
export function enumerate(names: readonly string[], joint = 'and'): string {
  const said = isLong(names) ? [...names.slice(0, most), `${names.length - most} more`] : names;
  const last = said.at(-1) ?? '';
  const word = isLong(names) ? 'and' : joint;
  return said.length > 1 ? `${said.slice(0, -1).join(', ')} ${word} ${last}` : last;
}

/** All of a list that speech cuts short, for where nothing else is shown. */
export function showAll(facts: Readonly<Record<string, unknown>>): Display | undefined {
  for (const [name, fact] of Object.entries(facts))
    if (isNames(fact) && isLong(fact))
      return { title: `All ${fact.length}`, columns: [name], rows: fact.map((one) => [one]) };
  return undefined;
}

/** One more than is said is said as well: "and 1 more" would be no shorter. */
function isLong(names: readonly string[]): boolean {
  return names.length > most + 1;
}

function isNames(fact: unknown): fact is readonly string[] {
  return Array.isArray(fact);
}
