import type { Member, Nomad } from '../../platforms/nomad/nomad.ts';
import { isAway } from '../is-away.ts';
import type { NameAddress } from './name-peer.ts';
import { noneIfRefused } from './none-if-refused.ts';

/** The leading server's own name (`nomad-1`), its address where nobody knows whose that is, nothing while none leads. */
export async function nameLeader(
  nomad: Nomad,
  nameAddress?: NameAddress,
): Promise<string | undefined> {
  try {
    const [leader, members] = await Promise.all([
      nomad.leader(),
      nomad.members().catch(noneIfRefused),
    ]);
    const host = leader?.slice(0, leader.lastIndexOf(':'));
    const member = members.find(({ Addr }) => Addr === host);
    if (member) return shortName(member);
    return leader === undefined ? undefined : await (nameAddress?.(leader) ?? leader);
  } catch (error) {
    if (isAway(error)) return undefined;
    throw error;
  }
}

function shortName({ Name, Tags }: Member): string {
  const ending = `.${Tags['region'] ?? ''}`;
  return Name.endsWith(ending) ? Name.slice(0, -ending.length) : Name;
}
