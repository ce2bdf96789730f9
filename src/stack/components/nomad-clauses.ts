import { trustsNomad } from '../../platforms/vault/trust.ts';
import type { Measure } from '../clause.ts';
import { measureServers } from '../servers.ts';
import type { StackWorld } from '../stack-world.ts';
import { findRegistered } from './nomad-registered.ts';

/** Counted by pods, for gossip holds on to servers that have left for half a minute. */
export const registered: Measure = {
  about: 'registered',
  async look(world) {
    const [{ passing }, servers] = await Promise.all([
      findRegistered(world),
      measureServers(world.kubernetes, 'nomad', 'nomad'),
    ]);
    return tellRegistered(passing.length, servers?.wanted ?? 0);
  },
};

/** The same of a Nomad given by address, which has no pods here. */
export const registeredMembers: Measure = {
  about: 'registered',
  async look({ consul, nomad: client }) {
    const [found, members] = await Promise.all([findInConsul(consul), client.members()]);
    return tellRegistered(found, members.filter(({ Status }) => Status === 'alive').length);
  },
};

function tellRegistered(found: number, wanted: number): { isSo: boolean; seen: string } {
  const seen = `Consul lists ${found} of ${wanted} as passing`;
  return { isSo: found >= wanted && found > 0, seen };
}

/** Whether Vault lets its tasks in. */
export const trusted: Measure = {
  about: 'trusted',
  async look({ vault }) {
    const isSo = await trustsNomad(vault);
    const seen = isSo ? 'Vault has a role for its tasks' : 'Vault has no role for its tasks';
    return { isSo, seen };
  },
};

/** How many servers are registered there and pass their checks, each by its address. */
export async function findInConsul(consul: StackWorld['consul']): Promise<number> {
  const { value } = await consul.instances('nomad');
  const well = value.filter(({ tags, health }) => tags.includes('http') && health === 'passing');
  return new Set(well.map(({ address }) => address)).size;
}
