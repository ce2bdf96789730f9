import { z } from 'zod';
import type { Allocation } from '../../nomad/state/allocation.ts';
import type { Node } from '../../nomad/state/node.ts';
import type { Discover, Discovered } from '../discover.ts';

/** What of Nomad's state is announced in Consul. */
export type NomadView = {
  readonly allocations: ReadonlyMap<string, Allocation>;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly onWrite: (listener: () => void) => () => void;
};

const services = z
  .array(
    z.looseObject({
      Name: z.string(),
      PortLabel: z.string().nullish(),
      Provider: z.string().nullish(),
      Tags: z.array(z.string()).nullish(),
      Checks: z.array(z.looseObject({ Name: z.string().nullish() })).nullish(),
    }),
  )
  .nullish()
  .catch(undefined)
  .transform((found) => found ?? []);

type ServiceBlock = z.output<typeof services>[number];
const announcing = z.looseObject({ Services: services });

/** Nomad's clients, and the `service` blocks of what runs on them; those that Nomad keeps itself are left out. */
export function discoverAllocations({ allocations, nodes, onWrite }: NomadView): Discover {
  const clients = (): readonly Discovered[] =>
    Array.from(nodes.values(), (node) => ({
      node: toPlace(node),
      id: `_nomad-client-${node.Name}`,
      service: 'nomad-client',
      port: 4646,
      tags: ['http'],
    }));

  const instances = (): readonly Discovered[] =>
    Array.from(allocations.values()).flatMap((allocation) => {
      const node = nodes.get(allocation.NodeID);
      return node && isAnnounced(allocation) ? toInstances(allocation, node) : [];
    });

  return { list: () => [...clients(), ...instances()], onChange: onWrite };
}

function isAnnounced({ ClientStatus, DesiredStatus }: Allocation): boolean {
  return ClientStatus === 'running' && DesiredStatus === 'run';
}

function toInstances(allocation: Allocation, node: Node): readonly Discovered[] {
  const group = allocation.Job.TaskGroups.find(({ Name }) => Name === allocation.TaskGroup);
  const blocks = group ? [group, ...group.Tasks] : [];
  return blocks
    .flatMap((block) => announcing.parse(block).Services)
    .filter(({ Provider }) => Provider !== 'nomad')
    .map((service) => toInstance(service, allocation, node));
}

function toInstance(
  { Name, PortLabel, Tags, Checks }: ServiceBlock,
  { ID }: Allocation,
  node: Node,
): Discovered {
  const instance = {
    node: toPlace(node),
    id: `_nomad-task-${ID}-${Name}-${PortLabel ?? ''}`,
    service: Name,
    port: portOf(ID),
    tags: Tags ?? [],
  };
  const [check] = Checks ?? [];
  if (!check) return instance;
  const name = check.Name ?? `service: "${Name}" check`;
  return { ...instance, check: { name, status: 'passing', output: 'HTTP GET: 200 OK' } };
}

function toPlace({ Name, Address, Status }: Node): Discovered['node'] {
  return { name: Name, address: Address, isAlive: Status !== 'down' };
}

/** A port of Nomad's dynamic range (20000 to 32000), always the same for an allocation. */
function portOf(allocation: string): number {
  return 20_000 + (Number.parseInt(allocation.slice(0, 8), 16) % 12_000);
}
