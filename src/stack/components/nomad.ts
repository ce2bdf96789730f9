import { tlsOf } from '../clause.ts';
import type { Component, RecipeContext, Sights } from '../component.ts';
import { measureServers } from '../servers.ts';
import { asConsulManager, asNomadManager, type StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';
import { stepNames } from '../step-names.ts';
import { startServers } from '../steps/start-servers.ts';
import { findInConsul, registered, registeredMembers, trusted } from './nomad-clauses.ts';
import { namePeer } from './name-peer.ts';
import { bootstrap } from './nomad-acl.ts';
import { nameLeader } from './nomad-leader.ts';
import { logInToNomad } from './own-login.ts';
import { dismissServers } from './consul-admission.ts';
import { fitNomad } from './nomad-beside.ts';
import { findRegistered } from './nomad-registered.ts';
import {
  trustInAdoptedConsul,
  trustInAdoptedVault,
  trustInConsul,
  trustInVault,
} from './nomad-trust.ts';

/** Nomad servers on Kubernetes, each with a Consul agent beside it. */
export const nomad: Component = {
  name: 'nomad',
  title: 'Nomad',
  needs: ['consul', 'vault'],
  recipe: {
    folders: ['nomad'],
    statefulSet: 'nomad',
    steps,
    fit: fitNomad,
    dismissal: (after, isAdopted) => (isAdopted('consul') ? [dismissServers(after)] : []),
    scaling: { raft: async (world) => (await asNomadManager(world)).raft },
  },
  measure: ({ kubernetes }) => measureServers(kubernetes, 'nomad', 'nomad'),
  leader: lead,
  clauses: [tlsOf('nomad'), registered, trusted],
};

function lead({ nomad: client, kubernetes }: Sights): Promise<string | undefined> {
  return nameLeader(client, (address) => namePeer(kubernetes, 'nomad', address));
}

/** A Nomad given by address: measured by its own members, and never deployed over. */
export const adoptedNomad: Component = {
  ...nomad,
  recipe: undefined,
  leader: (world) => nameLeader(world.nomad),
  clauses: [tlsOf('nomad'), registeredMembers, trusted],
  async measure(world) {
    const members = await world.nomad.members();
    const ready = members.filter(({ Status }) => Status === 'alive').length;
    const wanted = members.length;
    return { wanted, ready, isRolledOut: ready === wanted, trouble: undefined };
  },
};

async function steps(context: RecipeContext): Promise<readonly Step<StackWorld>[]> {
  const { deploy, has } = context;
  const start = startServers({
    name: stepNames.startNomad,
    after: [stepNames.applyServers],
    statefulSet: 'nomad',
    namespace: 'nomad',
    sizeOf: context.sizeOf,
  });
  const logIn = await logInToNomad(deploy, has('vault'));
  const local = [start, elect, bootstrap, logIn, join(context), showKeys];
  return [...local, ...(await abroad(context))];
}

/** What others have to know of it, deployed in the same run or given by address. */
async function abroad(context: RecipeContext): Promise<readonly Step<StackWorld>[]> {
  const { deploy, has, isAdopted } = context;
  const consul = has('consul') && [register(context), await trustInConsul(deploy)];
  const adoptedConsul = isAdopted('consul') && [
    registerBeside(context),
    await trustInAdoptedConsul(deploy),
  ];
  const vault = has('vault') && [await trustInVault(deploy)];
  const adoptedVault = isAdopted('vault') && [await trustInAdoptedVault(deploy)];
  return [consul, adoptedConsul, vault, adoptedVault].flatMap((told) => told || []);
}

const elect: Step<StackWorld> = {
  name: stepNames.electNomad,
  after: [stepNames.startNomad],
  capMs: 3 * 60_000,
  async look(world) {
    const leader = await lead(world);
    if (leader === undefined) return { kind: 'waiting', seen: 'Nomad has no leader yet' };
    return { kind: 'done', seen: `${leader} leads` };
  },
};

function join({ sizeOf }: RecipeContext): Step<StackWorld> {
  return {
    name: 'join the Nomad servers',
    after: [stepNames.nomadAcl],
    capMs: 3 * 60_000,
    isPatient: true,
    async look(world) {
      const manager = await asNomadManager(world);
      const [servers, members, health] = await Promise.all([
        sizeOf(world),
        manager.members(),
        manager.health(),
      ]);
      const alive = members.filter(({ Status }) => Status === 'alive').length;
      const voters = health.Servers.filter(({ Voter }) => Voter).length;
      const seen = `${alive} of ${servers} Nomad servers are members, ${voters} vote`;
      const isWell = health.Healthy && alive >= servers && voters >= servers;
      return { kind: isWell ? 'done' : 'waiting', seen };
    },
  };
}

const showKeys: Step<StackWorld> = {
  name: stepNames.nomadKeys,
  after: [stepNames.electNomad],
  capMs: 60_000,
  async look(world) {
    const count = await world.nomad.countKeys();
    if (count === 0) return { kind: 'waiting', seen: 'Nomad shows no public key yet' };
    return { kind: 'done', seen: `Nomad shows ${count} public ${count === 1 ? 'key' : 'keys'}` };
  },
};

/** Nomad registers itself through the agent beside it, soon after its token is known. */
function register({ sizeOf }: RecipeContext): Step<StackWorld> {
  return {
    name: stepNames.registerNomad,
    after: [stepNames.consulTokens, stepNames.electNomad],
    capMs: 3 * 60_000,
    isPatient: true,
    async look(world) {
      const manager = await asConsulManager(world);
      const [servers, found] = await Promise.all([sizeOf(world), findInConsul(manager)]);
      const seen = `Consul has ${found} of ${servers} Nomad servers`;
      return { kind: found >= servers ? 'done' : 'waiting', seen };
    },
  };
}

/** The same in a Consul that was given by address, where each server is told apart by the address of its pod. */
function registerBeside({ sizeOf }: RecipeContext): Step<StackWorld> {
  return {
    name: stepNames.registerNomad,
    after: [stepNames.admitNomad, stepNames.electNomad],
    capMs: 2 * 60_000,
    isPatient: true,
    async look(world) {
      const [servers, { passing, failing }] = await Promise.all([
        sizeOf(world),
        findRegistered(world),
      ]);
      const [because] = failing;
      const why = because === undefined ? '' : `, and says of another: ${because}`;
      const seen = `Consul has ${passing.length} of ${servers} Nomad servers${why}`;
      return { kind: passing.length >= servers ? 'done' : 'waiting', seen };
    },
  };
}
