import { createDatacenter, type Datacenter } from './datacenter.ts';
import type { Discovered } from './discover.ts';
import { createJournal } from './journal.ts';

/** A cluster that this one has peered with, as far as it exports services. */
export type Peer = { readonly id: string; readonly name: string; readonly datacenter: Datacenter };

/** What else there is to find: for demonstrations, and to prove that the first place is not the only one. */
export type Abroad = {
  readonly datacenters: readonly { readonly home: Datacenter; readonly services: Services }[];
  readonly peers: readonly (Peer & { readonly services: Services })[];
};

type Services = readonly Discovered[];

export function createAbroad(uuid: () => string): Abroad {
  const dc2 = createDatacenter('dc2', createJournal());
  const edge = createDatacenter('edge-1', createJournal());
  return {
    datacenters: [
      {
        home: dc2,
        services: [
          ...onNodes('dc2-consul', '10.2.0', 3, { service: 'consul', port: 8300 }),
          ...onNodes('dc2-vm', '10.2.1', 2, { service: 'web', port: 8080, tags: ['http'] }),
          ...onNodes('dc2-vm', '10.2.1', 3, { service: 'api', port: 9090, tags: ['http'] }),
          ...onNodes('dc2-vm', '10.2.1', 2, { service: 'billing-api', port: 7070 }),
        ],
      },
    ],
    peers: [
      {
        id: uuid(),
        name: 'edge',
        datacenter: edge,
        services: [
          ...onNodes('edge-vm', '10.3.1', 2, { service: 'reports', port: 8081 }),
          ...onNodes('edge-vm', '10.3.1', 1, { service: 'api', port: 9090, tags: ['http'] }),
        ],
      },
    ],
  };
}

function onNodes(
  name: string,
  net: string,
  count: number,
  { service, port, tags = [] }: Pick<Discovered, 'service' | 'port' | 'tags'>,
): readonly Discovered[] {
  return Array.from({ length: count }, (_none, at) => ({
    node: { name: `${name}-${at + 1}`, address: `${net}.${at + 1}`, isAlive: true },
    id: service === 'consul' ? service : `${service}-${at + 1}`,
    service,
    port,
    tags,
    ...(service !== 'consul' && {
      check: {
        name: `${service} alive`,
        status: 'passing' as const,
        output: `HTTP GET http://${net}.${at + 1}:${port}/health: 200 OK`,
      },
    }),
  }));
}
