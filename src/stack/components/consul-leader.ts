import type { Consul } from '../../platforms/consul/consul.ts';
import { isAway } from '../is-away.ts';
import type { NameAddress } from './name-peer.ts';
import { noneIfRefused } from './none-if-refused.ts';

/** The leading server's own name (`consul-1`), its address where nobody knows whose that is, nothing while none leads. */
export async function nameConsulLeader(
  consul: Consul,
  nameAddress?: NameAddress,
): Promise<string | undefined> {
  try {
    const leader = await consul.leader();
    if (leader === undefined) return undefined;
    const host = leader.slice(0, leader.lastIndexOf(':'));
    const members = await consul.members().catch(noneIfRefused);
    const member = members.find(({ address }) => address === host);
    return member?.name ?? (await (nameAddress?.(leader) ?? leader));
  } catch (error) {
    if (isAway(error)) return undefined;
    throw error;
  }
}
