import type { KubeObject } from '../platforms/kubernetes/kubernetes.ts';
import { Failure } from '../failure.ts';
import { measureServers } from './servers.ts';
import type { StackWorld } from './stack-world.ts';
import type { Step } from './step.ts';
import { checkCluster } from './steps/check-cluster.ts';
import { checkPermissions } from './steps/check-permissions.ts';
import { startServers } from './steps/start-servers.ts';
import { labelOf, ordinalOf, type Scalable, takeOff } from './steps/take-off.ts';

/** The steps that give a component `world.servers` servers, up or down. Each reads the world anew. */
export function planScale(component: Scalable): readonly Step<StackWorld>[] {
  const { title, name: namespace, recipe } = component;
  const { statefulSet, scaling } = recipe;
  const permissions = checkPermissions([checkCluster.name], [namespace], 'scale');
  const off = takeOff(component, [permissions.name]);
  const room = scaling.needsFreshVolumes ? [clearVolumes(component, [off.name])] : [];
  const size = setSize(component, [off.name, ...room.map(({ name }) => name)]);
  const start = startServers({
    name: `start the ${title} servers`,
    after: [size.name],
    statefulSet,
    namespace,
    sizeOf: ({ servers }) => Promise.resolve(servers),
    ...(scaling.admit && { meanwhile: scaling.admit }),
  });
  return [checkCluster, permissions, off, ...room, size, start, count(component, [start.name])];
}

/** The number that servers begin with comes before the servers: two that differ refuse each other. */
function setSize({ title, name: namespace, recipe }: Scalable, after: readonly string[]) {
  const { statefulSet } = recipe;
  const step: Step<StackWorld> = {
    name: `set the size of ${title}`,
    after,
    capMs: 60_000,
    async look({ kubernetes, servers }) {
      const measured = await measureServers(kubernetes, statefulSet, namespace);
      const { wanted = 0 } = measured ?? {};
      const isSet = wanted === servers && (await isTold(kubernetes, namespace, servers));
      return { kind: isSet ? 'done' : 'waiting', seen: `it is set to ${wanted}` };
    },
    async act({ kubernetes, servers }) {
      if (!(await isTold(kubernetes, namespace, servers))) {
        const map = { kind: 'ConfigMap', name: `${namespace}-size`, namespace };
        await kubernetes.patch(map, { data: { servers: String(servers) } });
      }
      const set = { kind: 'StatefulSet', name: statefulSet, namespace };
      await kubernetes.patch(set, { spec: { replicas: servers } });
    },
  };
  return step;
}

/** Whether the servers are told that number, or none at all. */
async function isTold(
  kubernetes: StackWorld['kubernetes'],
  namespace: string,
  servers: number,
): Promise<boolean> {
  type Size = KubeObject & { readonly data?: Readonly<Record<string, string>> | null };
  try {
    const { data } = await kubernetes.get<Size>('ConfigMap', `${namespace}-size`, namespace);
    return data?.['servers'] === String(servers);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'absent') return true;
    throw error;
  }
}

/** What belongs to no server that raft knows: whoever finds it in his place could never join again. */
function clearVolumes({ title, name: namespace, recipe }: Scalable, after: readonly string[]) {
  const { statefulSet, scaling } = recipe;
  const step: Step<StackWorld> = {
    name: `clear the volumes of ${title} servers that left`,
    after,
    capMs: 2 * 60_000,
    isPatient: true,
    async look(world) {
      const { kubernetes, servers } = world;
      const stale = await findStale(world);
      for (const { metadata } of stale)
        if (metadata.deletionTimestamp === undefined)
          await kubernetes.remove('PersistentVolumeClaim', metadata.name, namespace);
      const names = stale.map(({ metadata }) => metadata.name).join(' and ');
      if (stale.length > 0) return { kind: 'waiting', seen: `${names} is going` };
      return { kind: 'done', seen: `there is room for ${servers}` };
    },
  };
  return step;

  async function findStale(world: StackWorld): Promise<readonly KubeObject[]> {
    const { kubernetes, servers } = world;
    const raft = await scaling.raft(world);
    const selection = { namespace, labelSelector: labelOf(statefulSet) };
    const [peers, pods, claims] = await Promise.all([
      raft.peers(),
      kubernetes.pods(selection),
      kubernetes.list<KubeObject>('PersistentVolumeClaim', selection),
    ]);
    const taken = new Set([...peers, ...pods].map(({ name }) => name));
    return claims.items.filter(({ metadata }) => {
      const server = metadata.name.replace(/^data-/, '');
      const ordinal = ordinalOf(server, statefulSet);
      return ordinal >= 0 && ordinal < servers && !taken.has(server);
    });
  }
}

/** Only what raft itself says is counted: a pod that is ready need not have a vote. */
function count({ title, recipe }: Scalable, after: readonly string[]): Step<StackWorld> {
  return {
    name: `count the votes of ${title}`,
    after,
    capMs: 3 * 60_000,
    isPatient: true,
    async look(world) {
      const raft = await recipe.scaling.raft(world);
      const peers = await raft.peers();
      const voters = peers.filter(({ isVoter }) => isVoter).length;
      const seen = `${voters} of ${world.servers} ${title} servers vote`;
      const leader = peers.find(({ isLeader }) => isLeader);
      if (!leader) return { kind: 'waiting', seen: `${seen}, and none leads` };
      const isDone = voters === world.servers && peers.length === world.servers;
      return { kind: isDone ? 'done' : 'waiting', seen: `${seen}, ${leader.name ?? 'one'} leads` };
    },
  };
}
