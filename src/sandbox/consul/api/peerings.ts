import type { Peer } from '../abroad.ts';
import { denied } from './refusal.ts';
import type { Route } from './route.ts';

export function peeringRoutes(peers: readonly Peer[]): readonly Route[] {
  return [
    {
      path: /^\/v1\/peerings$/,
      get: ({ may }) => {
        if (!may('peering', 'read')) throw denied();
        return { body: peers.map(toShown), index: 1 };
      },
    },
  ];
}

function toShown({ id, name, datacenter }: Peer): object {
  const nodes = datacenter.catalog.nodes();
  const services = nodes.flatMap((node) => Array.from(node.services.values()));
  const names = new Set(services.map(({ Service }) => Service));
  return {
    ID: id,
    Name: name,
    State: 'ACTIVE',
    StreamStatus: {
      ImportedServices: [...names].toSorted(),
      ExportedServices: null,
      LastHeartbeat: null,
      LastReceive: null,
      LastSend: null,
    },
    CreateIndex: 1,
    ModifyIndex: 1,
    Remote: { Partition: '', Datacenter: datacenter.name },
  };
}
