import type { Consul } from '../../platforms/consul/consul.ts';
import { isAway } from '../is-away.ts';
import { noneIfRefused } from './none-if-refused.ts';

/** The leading server's own name (`consul-1`), its address where no member is known to have it, nothing while none leads. */
export async function nameConsulLeader(consul: Consul): Promise<string | undefined> {
  try {
    const leader = await consul.leader();
    if (leader === undefined) return undefined;
    const host = leader.slice(0, leader.lastIndexOf(':'));
    const members = await consul.members().catch(noneIfRefused);
    return members.find(({ address }) => address === host)?.name ?? leader;
  } catch (error) {
    if (isAway(error)) return undefined;
    throw error;
  }
}
