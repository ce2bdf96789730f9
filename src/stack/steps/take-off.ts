import { agree } from '../agree.ts';
import type { Peer, Raft } from '../../platforms/raft.ts';
import type { Component, Recipe } from '../component.ts';
import type { Scaling } from '../scaling.ts';
import { measureServers } from '../servers.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Sight, Step } from '../step.ts';

export type Scalable = Component & { readonly recipe: Recipe & { readonly scaling: Scaling } };

/**
 * Takes the servers of the highest numbers off raft and then their pods, so that those who stay can agree at every
 * moment. Consul and Nomad ask a living server back within a minute, at first without a vote: the pods go at once.
 */
export function takeOff(component: Scalable, after: readonly string[]): Step<StackWorld> {
  const { title, name: namespace, recipe } = component;
  const { statefulSet, scaling } = recipe;
  return {
    name: `take off the ${title} servers that leave`,
    after,
    capMs: 5 * 60_000,
    isPatient: true,
    async look(world) {
      const { kubernetes, servers } = world;
      const measured = await measureServers(kubernetes, statefulSet, namespace);
      if (!measured) return { kind: 'failed', cause: `${title} is not deployed any more` };
      const raft = await scaling.raft(world);
      const { stay, leave } = sort(await raft.peers(), statefulSet, servers);
      if (measured.wanted > servers) {
        const step = await shed(raft, { stay, leave, servers, title });
        if (step) return step;
        const target = { kind: 'StatefulSet', name: statefulSet, namespace };
        await kubernetes.patch(target, { spec: { replicas: servers } });
        return { kind: 'waiting', seen: `the pods of the ${title} servers that leave are going` };
      }
      const pods = await kubernetes.pods({ namespace, labelSelector: labelOf(statefulSet) });
      const left = pods.filter((pod) => ordinalOf(pod.name, statefulSet) >= servers);
      for (const { id, isLeader } of leave) if (!isLeader) await raft.remove(id);
      if (left.length > 0) return { kind: 'waiting', seen: `${list(left)} still there` };
      if (leave.length > 0) return { kind: 'waiting', seen: 'raft still counts one that left' };
      return { kind: 'done', seen: `${servers} ${agree(servers, 'stays', 'stay')}` };
    },
  };
}

type Sorted = { readonly stay: readonly Peer[]; readonly leave: readonly Peer[] };

/** Whoever is not known to stay leaves: a server whose pod is gone may have lost its name. */
function sort(peers: readonly Peer[], statefulSet: string, servers: number): Sorted {
  const stays = ({ name }: Peer): boolean => {
    const ordinal = ordinalOf(name ?? '', statefulSet);
    return ordinal >= 0 && ordinal < servers;
  };
  return { stay: peers.filter(stays), leave: peers.filter((peer) => !stays(peer)) };
}

/** One move towards a raft of those who stay; nothing once no other has a vote. */
async function shed(
  raft: Raft,
  { stay, leave, servers, title }: Sorted & { readonly servers: number; readonly title: string },
): Promise<Sight | undefined> {
  const voting = stay.filter(({ isVoter }) => isVoter);
  const seen = `${voting.length} of the ${servers} ${title} servers that stay can vote`;
  if (voting.length < servers) return { kind: 'waiting', seen };
  for (const { id, isLeader } of leave) if (!isLeader) await raft.remove(id);
  const leader = leave.find(({ isLeader }) => isLeader);
  const [heir] = voting;
  if (!leader || !heir) return undefined;
  await raft.handOver(heir.id);
  return { kind: 'waiting', seen: `${leader.name ?? 'the leader'} leaves and hands over the lead` };
}

/** -1 for a name that is not of that StatefulSet. */
export function ordinalOf(pod: string, statefulSet: string): number {
  const rest = pod.startsWith(`${statefulSet}-`) ? pod.slice(statefulSet.length + 1) : '';
  return /^\d+$/.test(rest) ? Number(rest) : -1;
}

export const labelOf = (statefulSet: string): string => `app.kubernetes.io/name=${statefulSet}`;

function list(pods: readonly { readonly name: string }[]): string {
  const names = pods.map(({ name }) => name).join(' and ');
  return `${names} ${pods.length === 1 ? 'is' : 'are'}`;
}
