import type { RequestListener } from 'node:http';
import { createFaults, type Faults } from '../faults.ts';
import { createReadKeys, type ReadKeys } from '../read-signed.ts';
import { createQuorum, type Server, type Servers } from '../quorum.ts';
import { createUuid } from '../uuid.ts';
import type { Pace } from '../pace.ts';
import { createAbroad } from './abroad.ts';
import { type AclConfig, createAcl } from './acl/acl.ts';
import { aclRoutes } from './acl/routes.ts';
import { runAgents } from './agents.ts';
import type { Ailment } from './announce.ts';
import { agentRoutes } from './api/agent.ts';
import { catalogRoutes } from './api/catalog.ts';
import { healthRoutes } from './api/health.ts';
import { kvRoutes } from './api/kv.ts';
import { createListener } from './api/listener.ts';
import type { ToView } from './api/lookup.ts';
import { peeringRoutes } from './api/peerings.ts';
import { serverRoutes } from './api/servers.ts';
import { createDatacenter } from './datacenter.ts';
import { type Discover, type Discovered, discoverAll } from './discover.ts';
import { createJournal } from './journal.ts';

export type ConsulSandboxOptions = {
  readonly pace: Pace;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly servers: Servers;
  /** What runs in the sandbox and has an agent beside it. */
  readonly discover?: Discover;
  /** The `acl` part of the servers' configuration, read when a leader is elected; none: no ACLs. */
  readonly acl?: () => AclConfig | undefined;
  /** How it gets at the keys of an auth method; over HTTP, where nothing else is said. */
  readonly readKeys?: ReadKeys;
};

export type ConsulSandbox = {
  readonly listener: RequestListener;
  readonly stop: () => void;
  /** Its tokens, policies and auth methods are gone, as on empty volumes. */
  readonly wipeAcls: () => void;
  /** From now on the checks of a service say so, wherever it runs; `undefined` lets them be. */
  readonly setHealth: (service: string, ailment: Ailment | undefined) => void;
  /** Requests that match are answered late, or with an error. */
  readonly trouble: Faults['trouble'];
};

/**
 * Consul's HTTP API over the servers that `servers` names: no server ready, no answer; no majority, no leader.
 * `dc2` and the peer `edge` are always there to be asked. What it holds lives as long as this process.
 */
export function createConsulSandbox(options: ConsulSandboxOptions): ConsulSandbox {
  const { pace, clock, random, servers, discover, acl: readAcl } = options;
  const readKeys = options.readKeys ?? createReadKeys((url) => url);
  const ended = new AbortController();
  const journal = createJournal();
  const uuid = createUuid(random);
  const world = { journal, pace, clock, random, uuid, signal: ended.signal };
  const quorum = createQuorum({ ...world, servers, removed: 'asked back', electionMs: 800 });
  const acl = createAcl(world, readKeys);
  const { trouble, remedyFor } = createFaults();

  const home = createDatacenter('dc1', journal);
  const abroad = createAbroad(uuid);
  const known = [home, ...abroad.datacenters.map((one) => one.home)];
  const datacenters = new Map(known.map((one) => [one.name, one]));
  const nowhere = createDatacenter('', createJournal());
  const toView: ToView = ({ query, datacenter }) => {
    const peer = query.get('peer') ?? '';
    if (peer === '') return { catalog: datacenter.catalog, peer };
    const found = abroad.peers.find(({ name }) => name === peer)?.datacenter ?? nowhere;
    return { catalog: found.catalog, peer };
  };

  quorum.onForgotten(() => home.kv.removeUnder(''));

  const configured = quorum.onLeader(() => {
    const config = readAcl?.();
    if (config) acl.configure(config);
  });
  const itself: Discover = {
    list: () => quorum.known().map(toSelf),
    onChange: servers.onChange,
  };
  const running = discover ? discoverAll(itself, discover) : itself;
  const agents = runAgents({ world, quorum, home, abroad, discover: running });

  const ids = new Map<string, string>();
  const idOf = ({ name }: Server): string => {
    const id = ids.get(name) ?? uuid();
    ids.set(name, id);
    return id;
  };
  const agent = (): string => quorum.up()[0]?.name ?? '';
  const routes = [
    ...serverRoutes(world, quorum, idOf),
    ...catalogRoutes(() => known.map(({ name }) => name), agent, toView),
    ...healthRoutes(agent, toView),
    ...agentRoutes(home, agent),
    ...kvRoutes(),
    ...aclRoutes(world, acl),
    ...peeringRoutes(abroad.peers),
  ];
  return {
    listener: createListener({ world, quorum, acl, routes, home, datacenters, remedyFor }),
    stop: () => {
      configured();
      agents.stop();
      ended.abort();
    },
    wipeAcls: acl.wipe,
    setHealth: agents.setHealth,
    trouble,
  };
}

function toSelf({ name, address, ready }: Server): Discovered {
  return { node: { name, address, isAlive: ready }, id: 'consul', service: 'consul', port: 8300 };
}
