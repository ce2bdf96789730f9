import type { Catalog } from './catalog/catalog.ts';
import type { Status } from './catalog/record.ts';
import type { Discovered } from './discover.ts';

/** What ails a service whatever is discovered of it. */
export type Ailment = { readonly status: Status; readonly output: string };
export type Ailments = ReadonlyMap<string, Ailment>;

/** Keeps a catalog at what is discovered: what is new is registered, what is gone is taken out. */
export function createAnnouncer(
  catalog: Catalog,
  ailments: Ailments,
): (found: readonly Discovered[]) => void {
  let known = new Map<string, Discovered>();
  return (found) => {
    const fresh = new Map(found.map((one) => [`${one.node.name}/${one.id}`, one]));
    const nodes = new Set(found.map(({ node }) => node.name));
    for (const [key, { node, id }] of known) {
      if (!nodes.has(node.name)) catalog.deregister({ Node: node.name });
      else if (!fresh.has(key)) catalog.deregister({ Node: node.name, ServiceID: id });
    }
    known = fresh;
    for (const one of found) announce(catalog, one, ailments.get(one.service));
  };
}

function announce(
  catalog: Catalog,
  { node, id, service, address = '', port, tags = [], check }: Discovered,
  ailment: Ailment | undefined,
): void {
  const own = ailment ? { name: `Service '${service}' check`, ...check, ...ailment } : check;
  const serf = {
    CheckID: 'serfHealth',
    Name: 'Serf Health Status',
    Status: node.isAlive ? ('passing' as const) : ('critical' as const),
    Output: node.isAlive ? 'Agent alive and reachable' : 'Agent not live or unreachable',
  };
  const CheckID = `service:${id}`;
  if (!own) catalog.deregister({ Node: node.name, CheckID });
  catalog.register({
    Node: node.name,
    Address: node.address,
    Service: { ID: id, Service: service, Address: address, Port: port, Tags: [...tags] },
    Checks: [
      serf,
      ...(own
        ? [{ CheckID, Name: own.name, Status: own.status, Output: own.output, ServiceID: id }]
        : []),
    ],
  });
}
