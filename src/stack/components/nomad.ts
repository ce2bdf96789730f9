import type { Component } from '../component.ts';
import { loadManifests, type Manifest } from '../manifests.ts';
import { measureServers } from '../servers.ts';
import type { Step } from '../step.ts';
import { apply } from '../steps/apply.ts';
import { checkCluster } from '../steps/check-cluster.ts';
import { makeNamespace } from '../steps/make-namespace.ts';
import { startServers } from '../steps/start-servers.ts';
import { nameLeader } from './nomad-leader.ts';

/** Nomad servers on Kubernetes, from the manifests of one folder. */
export function createNomadComponent(folder: URL): Component {
  return {
    name: 'nomad',
    measure: ({ kubernetes }) => measureServers(kubernetes, 'nomad', 'nomad'),
    leader: ({ nomad }) => nameLeader(nomad),
    async steps(servers) {
      const manifests = await loadManifests(folder, servers);
      const of = (...kinds: readonly string[]): readonly Manifest[] =>
        manifests.filter(({ kind }) => kinds.includes(kind));
      const others = manifests.filter(({ kind }) => kind !== 'Namespace' && kind !== 'Service');
      const namespaces = of('Namespace').map(makeNamespace);
      // a name that is looked up before its Service exists is remembered as unknown for half a minute
      const services = apply('apply the services', namespaces, of('Service'));
      const workloads = apply('apply the servers', [services], others);
      const start = startServers('nomad', 'nomad', [workloads]);
      return [checkCluster, ...namespaces, services, workloads, start, elect(start), join(start)];
    },
  };
}

/** A Nomad given by address: measured by its own members, and never deployed over. */
export const adoptedNomad: Component = {
  name: 'nomad',
  steps: undefined,
  leader: ({ nomad }) => nameLeader(nomad),
  async measure({ nomad }) {
    const members = await nomad.members();
    const ready = members.filter(({ Status }) => Status === 'alive').length;
    const wanted = members.length;
    return { wanted, ready, isRolledOut: ready === wanted, trouble: undefined };
  },
};

function elect(start: Step): Step {
  return {
    name: 'elect a leader',
    after: [start.name],
    capMs: 3 * 60_000,
    async look({ nomad }) {
      const leader = await nameLeader(nomad);
      if (leader === undefined) return { kind: 'waiting', seen: 'no leader yet' };
      return { kind: 'done', seen: `${leader} leads` };
    },
  };
}

function join(start: Step): Step {
  return {
    name: 'join the servers',
    after: [start.name],
    capMs: 3 * 60_000,
    async look({ nomad, servers }) {
      const members = await nomad.members();
      const alive = members.filter(({ Status }) => Status === 'alive').length;
      const seen = `${alive} of ${servers} servers are members`;
      return { kind: alive >= servers ? 'done' : 'waiting', seen };
    },
  };
}
