import { Failure } from '../../failure.ts';
import type { Member, Nomad } from '../../platforms/nomad/nomad.ts';
import { isAway } from '../is-away.ts';

/** The leading server's own name (`nomad-1`), its address where no member has it, nothing while none leads. */
export async function nameLeader(nomad: Nomad): Promise<string | undefined> {
  try {
    const [leader, members] = await Promise.all([nomad.leader(), nomad.members().catch(orHidden)]);
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

/** Until its ACLs are bootstrapped Nomad shows its leader to everybody, and its members to nobody. */
function orHidden(error: unknown): readonly Member[] {
  if (error instanceof Failure && error.kind === 'forbidden') return [];
  throw error;
}
