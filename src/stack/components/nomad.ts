import { Failure } from '../../failure.ts';
import type { Kubernetes } from '../../platforms/kubernetes/kubernetes.ts';
import type { Member, Nomad } from '../../platforms/nomad/nomad.ts';
import type { Component } from '../component.ts';
import { ensureNamespace } from '../ledger.ts';
import { loadManifests, type Manifest } from '../manifests.ts';
import { measureServers } from '../servers.ts';
import type { Sight, Step } from '../step.ts';

const namespace = 'nomad';
const minutes = 60_000;

/** Nomad servers on Kubernetes, from the manifests of one folder. */
export function createNomadComponent(folder: URL): Component {
  return {
    name: 'nomad',
    measure: ({ kubernetes }) => measureServers(kubernetes, 'nomad', namespace),
    leader: ({ nomad }) => leaderName(nomad),
    async steps(servers) {
      const manifests = await loadManifests(folder, servers);
      return [
        checkCluster,
        {
          name: 'make the namespace',
          after: [checkCluster.name],
          capMs: minutes,
          look: async ({ kubernetes }) => {
            const isThere = await has(() => kubernetes.get('Namespace', namespace));
            return { kind: isThere ? 'done' : 'waiting', seen: `namespace ${namespace}` };
          },
          act: ({ kubernetes }) => ensureNamespace(kubernetes, namespace),
        },
        // a name that is looked up before its Service exists is remembered as unknown for half a minute
        applying('apply the services', ['make the namespace'], manifests.filter(isService)),
        applying(
          'apply the servers',
          ['apply the services'],
          manifests.filter((one) => !isService(one)),
        ),
        startServers,
        electLeader,
        joinServers,
      ];
    },
  };
}

const checkCluster: Step = {
  name: 'check the cluster',
  after: [],
  capMs: minutes,
  async look({ kubernetes }) {
    const { items } = await kubernetes.list('Node');
    if (items.length === 0) return { kind: 'failed', cause: 'the cluster has no nodes' };
    return { kind: 'done', seen: `${items.length} nodes` };
  },
};

function applying(name: string, after: readonly string[], manifests: readonly Manifest[]): Step {
  let isApplied = false; // applying is cheap and idempotent: a run that is taken over applies again
  return {
    name,
    after,
    capMs: minutes,
    look: () =>
      Promise.resolve({
        kind: isApplied ? 'done' : 'waiting',
        seen: `${manifests.length} objects`,
      }),
    async act({ kubernetes }) {
      await Promise.all(manifests.map((manifest) => kubernetes.apply(manifest, { force: true })));
      isApplied = true;
    },
  };
}

const startServers: Step = {
  name: 'start the servers',
  after: ['apply the servers'],
  capMs: 10 * minutes,
  async look({ kubernetes, servers }) {
    const measured = await measureServers(kubernetes, 'nomad', namespace);
    const { ready = 0, isRolledOut = false, trouble } = measured ?? {};
    const seen = `${ready} of ${servers} servers are ready`;
    if (isRolledOut && ready === servers) return { kind: 'done', seen };
    return { kind: 'waiting', seen: trouble === undefined ? seen : `${seen}; ${trouble}` };
  },
};

const electLeader: Step = {
  name: 'elect a leader',
  after: ['start the servers'],
  capMs: 3 * minutes,
  async look({ nomad }): Promise<Sight> {
    const leader = await leaderName(nomad);
    return leader === undefined
      ? { kind: 'waiting', seen: 'no leader yet' }
      : { kind: 'done', seen: `${leader} leads` };
  },
};

const joinServers: Step = {
  name: 'join the servers',
  after: ['elect a leader'],
  capMs: 3 * minutes,
  async look({ nomad, servers }) {
    const members = await nomad.members();
    const alive = members.filter(({ Status }) => Status === 'alive').length;
    const seen = `${alive} of ${servers} servers are members`;
    return { kind: alive >= servers ? 'done' : 'waiting', seen };
  },
};

function isService({ kind }: Manifest): boolean {
  return kind === 'Service';
}

/** The leading server's own name (`nomad-1`), or its address where no member has it. */
async function leaderName(nomad: Nomad): Promise<string | undefined> {
  try {
    const [leader, members] = await Promise.all([nomad.leader(), nomad.members()]);
    const host = leader?.slice(0, leader.lastIndexOf(':'));
    const member = members.find(({ Addr }) => Addr === host);
    return member ? shortName(member) : leader;
  } catch (error) {
    const isAway =
      error instanceof Failure && ['unreachable', 'unready', 'late'].includes(error.kind);
    if (isAway) return undefined;
    throw error;
  }
}

function shortName({ Name, Tags }: Member): string {
  const region = Tags['region'];
  return region !== undefined && Name.endsWith(`.${region}`)
    ? Name.slice(0, -region.length - 1)
    : Name;
}

async function has(get: () => ReturnType<Kubernetes['get']>): Promise<boolean> {
  try {
    await get();
    return true;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'absent') return false;
    throw error;
  }
}
