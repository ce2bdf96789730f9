import { type Measure, tlsOf } from '../clause.ts';
import type { Component, RecipeContext, Sights } from '../component.ts';
import { measureServers } from '../servers.ts';
import { asConsulManager, type StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';
import { stepNames } from '../step-names.ts';
import { startServers } from '../steps/start-servers.ts';
import { admitServers } from './consul-admission.ts';
import { delegateDomain, keepDomain } from './consul-domain.ts';
import { nameConsulLeader } from './consul-leader.ts';
import { giveTokens } from './consul-tokens.ts';
import { namePeer } from './name-peer.ts';
import { logInToConsul } from './own-login.ts';

const votes: Measure = {
  about: 'votes',
  async look({ consul: client }) {
    const peers = await client.raft.peers();
    const voters = peers.filter(({ isVoter }) => isVoter).length;
    return { isSo: voters === peers.length, seen: `${voters} of ${peers.length} vote` };
  },
};

/** Consul servers on Kubernetes. */
export const consul: Component = {
  name: 'consul',
  title: 'Consul',
  needs: [],
  recipe: {
    folders: ['consul'],
    statefulSet: 'consul',
    steps,
    scaling: { raft: async (world) => (await asConsulManager(world)).raft },
    farewell: (after) => [keepDomain(after)],
  },
  measure: ({ kubernetes }) => measureServers(kubernetes, 'consul', 'consul'),
  leader: lead,
  clauses: [tlsOf('consul'), votes],
};

function lead({ consul: client, kubernetes }: Sights): Promise<string | undefined> {
  return nameConsulLeader(client, (address) => namePeer(kubernetes, 'consul', address));
}

/** A Consul given by address: measured by its own members, and never deployed over. */
export const adoptedConsul: Component = {
  ...consul,
  recipe: undefined,
  leader: (world) => nameConsulLeader(world.consul),
  readiness: async (context) => (context.has('nomad') ? [await admitServers(context)] : []),
  async measure(world) {
    const servers = (await world.consul.members()).filter(({ isServer }) => isServer);
    const ready = servers.filter(({ status }) => status === 1).length;
    const wanted = servers.length;
    return { wanted, ready, isRolledOut: ready === wanted, trouble: undefined };
  },
};

async function steps(context: RecipeContext): Promise<readonly Step<StackWorld>[]> {
  const start = startServers({
    name: stepNames.startConsul,
    after: [stepNames.applyServers],
    statefulSet: 'consul',
    namespace: 'consul',
    sizeOf: context.sizeOf,
  });
  return [
    start,
    elect,
    join(context),
    await giveTokens(context.deploy, [elect.name]),
    // with Vault in the same run, it comes after Vault's own steps
    ...(context.has('vault')
      ? []
      : [await logInToConsul(context.deploy, [stepNames.consulTokens])]),
    delegateDomain([stepNames.applyServers]),
  ];
}

const elect: Step<StackWorld> = {
  name: stepNames.electConsul,
  after: [stepNames.startConsul],
  capMs: 3 * 60_000,
  isPatient: true,
  async look(world) {
    const leader = await lead({ ...world, consul: await asConsulManager(world) });
    if (leader === undefined) return { kind: 'waiting', seen: 'Consul has no leader yet' };
    return { kind: 'done', seen: `${leader} leads` };
  },
};

function join({ sizeOf }: RecipeContext): Step<StackWorld> {
  return {
    name: 'join the Consul servers',
    after: [elect.name],
    capMs: 3 * 60_000,
    isPatient: true,
    async look(world) {
      const manager = await asConsulManager(world);
      const [servers, health] = await Promise.all([sizeOf(world), manager.health()]);
      const voters = health.Servers.filter(({ Voter, Healthy }) => Voter && Healthy).length;
      const seen = `${voters} of ${servers} Consul servers vote`;
      return { kind: health.Healthy && voters >= servers ? 'done' : 'waiting', seen };
    },
  };
}
