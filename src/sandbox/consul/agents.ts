import type { Quorum } from '../quorum.ts';
import type { Abroad } from './abroad.ts';
import { type Ailment, createAnnouncer } from './announce.ts';
import type { Datacenter } from './datacenter.ts';
import type { Discover } from './discover.ts';
import type { World } from './world.ts';

export type AgentsOptions = {
  readonly world: World;
  readonly quorum: Quorum;
  readonly home: Datacenter;
  readonly abroad: Abroad;
  readonly discover: Discover;
};

export type Agents = {
  readonly setHealth: (service: string, ailment: Ailment | undefined) => void;
  readonly stop: () => void;
};

/** Has every service announced by the agent beside it: soon after a change, and again when somebody leads. */
export function runAgents({ world, quorum, home, abroad, discover }: AgentsOptions): Agents {
  const ailments = new Map<string, Ailment>();
  const announceHome = createAnnouncer(home.catalog, ailments);
  const faraway = [
    ...abroad.datacenters.map(({ home: { catalog }, services }) => ({ catalog, services })),
    ...abroad.peers.map(({ datacenter: { catalog }, services }) => ({ catalog, services })),
  ].map(({ catalog, services }) => ({
    services,
    announce: createAnnouncer(catalog, ailments),
  }));
  let isDue = false;

  function tellHome(): void {
    if (quorum.leader()) announceHome(discover.list());
  }

  function tellFaraway(): void {
    for (const { announce, services } of faraway) announce(services);
  }

  /** Many changes at once are told once. */
  async function tellSoon(): Promise<void> {
    if (isDue) return;
    isDue = true;
    await world.pace.wait(200, world.signal);
    isDue = false;
    tellHome();
  }

  tellFaraway();
  const leaves = [discover.onChange(() => void tellSoon()), quorum.onLeader(tellHome)];
  return {
    setHealth: (service, ailment) => {
      if (ailment) ailments.set(service, ailment);
      else ailments.delete(service);
      tellFaraway();
      void tellSoon();
    },
    stop: () => {
      for (const leave of leaves) leave();
    },
  };
}
