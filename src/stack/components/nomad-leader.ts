import type { Member, Nomad } from '../../platforms/nomad/nomad.ts';
import { isAway } from '../is-away.ts';
import { noneIfRefused } from './none-if-refused.ts';

/** The leading server's own name (`nomad-1`), its address where no member is known to have it, nothing while none leads. */
export async function nameLeader(nomad: Nomad): Promise<string | undefined> {
  try {
    const [leader, members] = await Promise.all([
      nomad.leader(),
      nomad.members().catch(noneIfRefused),
    ]);
    const host = leader?.slice(0, leader.lastIndexOf(':'));
    const member = members.find(({ Addr }) => Addr === host);
    return member ? shortName(member) : leader;
  } catch (error) {
    if (isAway(error)) return undefined;
    throw error;
  }
}

function shortName({ Name, Tags }: Member): string {
  const ending = `.${Tags['region'] ?? ''}`;
  return Name.endsWith(ending) ? Name.slice(0, -ending.length) : Name;
}
