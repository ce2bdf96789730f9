import { Failure } from '../../failure.ts';
import type { Consul } from '../../platforms/consul/consul.ts';
import { noneIfRefused } from './none-if-refused.ts';

const away = new Set(['unreachable', 'unready', 'late', 'absent']);

/** The leading server's own name (`consul-1`), its address where no member is known to have it, nothing while none leads. */
export async function nameConsulLeader(consul: Consul): Promise<string | undefined> {
  try {
    const leader = await consul.leader();
    if (leader === undefined) return undefined;
    const host = leader.slice(0, leader.lastIndexOf(':'));
    const members = await consul.members().catch(noneIfRefused);
    return members.find(({ address }) => address === host)?.name ?? leader;
  } catch (error) {
    if (error instanceof Failure && away.has(error.kind)) return undefined;
    throw error;
  }
}
