import type { Server, Servers } from '../../quorum.ts';
import type { Discover, Discovered } from '../discover.ts';

export type Announced = {
  readonly service: string;
  /** A port by each tag: Nomad's servers announce `http`, `rpc` and `serf`. */
  readonly ports: Readonly<Record<string, number>>;
  /** What the check is called that follows the pod's readiness. */
  readonly check: string;
};

/** The pods of a StatefulSet as instances of a service, each a node with an agent of its own. */
export function discoverPods(servers: Servers, announced: Announced): Discover {
  const seen = new Set<string>();
  const known = (): readonly Server[] => {
    const pods = servers.list();
    for (const { name, ready } of pods) if (ready) seen.add(name);
    return pods.filter(({ name }) => seen.has(name));
  };
  return {
    list: () => known().flatMap((server) => toInstances(server, announced)),
    onChange: servers.onChange,
  };
}

function toInstances(
  { name, address, ready }: Server,
  { service, ports, check }: Announced,
): readonly Discovered[] {
  return Object.entries(ports).map(([tag, port]) => ({
    node: { name, address, isAlive: true },
    id: `_${service}-${tag}-${name}`,
    service,
    port,
    tags: [tag],
    check: {
      name: check,
      status: ready ? 'passing' : 'critical',
      output: ready ? 'HTTP GET: 200 OK' : 'dial tcp: connection refused',
    },
  }));
}
