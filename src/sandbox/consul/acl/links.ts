import { z } from 'zod';
import { Refusal } from '../api/refusal.ts';
import type { Link } from './acl.ts';
import type { Table } from './table.ts';

export const linksGiven = z
  .array(z.looseObject({ ID: z.string().optional(), Name: z.string().optional() }))
  .nullish();

/** What a token or a role names by ID or by name, as both; an unknown one is refused. */
export function toLinks(
  given: z.output<typeof linksGiven>,
  table: Pick<Table<Link>, 'all'>,
  sort: 'policy' | 'role',
): readonly Link[] {
  return (given ?? []).map(({ ID, Name }) => {
    const found = table.all().find((one) => one.ID === ID || one.Name === Name);
    if (found) return { ID: found.ID, Name: found.Name };
    throw new Refusal(500, `No such ACL ${sort} with name "${Name ?? ID ?? ''}"`);
  });
}
