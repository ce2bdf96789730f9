import type { Quorum, Server } from '../../quorum.ts';
import type { World } from '../world.ts';
import { Refusal } from '../../refusal.ts';
import type { Answer, Route } from './route.ts';

/** What the servers say of themselves: status, agent, operator. */
export function serverRoutes(world: World, quorum: Quorum, hasAcls: boolean): readonly Route[] {
  const leads = (server: Server): boolean => quorum.leader()?.name === server.name;
  const ids = new Map<string, string>();
  const idOf = ({ name }: Server): string => {
    const id = ids.get(name) ?? world.uuid();
    ids.set(name, id);
    return id;
  };

  const raft = (server: Server): object => ({
    ID: idOf(server),
    Node: `${server.name}.global`,
    Address: rpc(server),
    Leader: leads(server),
    Voter: true,
    RaftProtocol: '3',
  });

  function autopilot(): Answer {
    const up = quorum.up();
    const all = quorum.all();
    const Healthy = up.length === all.length;
    const leader = quorum.leader();
    return {
      status: Healthy ? 200 : 429,
      body: {
        Healthy,
        FailureTolerance: Math.max(0, up.length - Math.floor(all.length / 2) - 1),
        Leader: leader ? idOf(leader) : '',
        Voters: all.map(idOf),
        Servers: all.map((server) => ({
          ID: idOf(server),
          Name: `${server.name}.global`,
          Address: rpc(server),
          SerfStatus: server.ready ? 'alive' : 'failed',
          Version: '2.0.5',
          Leader: leads(server),
          Healthy: server.ready,
          Voter: true,
          LastIndex: world.state.index(),
        })),
      },
    };
  }

  return [
    {
      path: /^\/v1\/status\/leader$/,
      get: () => {
        const leader = quorum.leader();
        return { body: leader ? rpc(leader) : '' };
      },
    },
    { path: /^\/v1\/status\/peers$/, get: () => ({ body: quorum.all().map(rpc) }) },
    { path: /^\/v1\/agent\/members$/, get: () => ({ body: membersOf(quorum, idOf) }), local: true },
    {
      path: /^\/v1\/agent\/self$/,
      get: () => ({ body: selfOf(quorum, idOf, hasAcls) }),
      local: true,
    },
    { path: /^\/v1\/agent\/health$/, get: () => health(world, quorum), local: true },
    { path: /^\/v1\/regions$/, get: () => ({ body: ['global'] }), local: true },
    {
      path: /^\/v1\/namespaces$/,
      get: () => ({
        index: 1,
        body: [
          {
            Name: 'default',
            Description: 'Default shared namespace',
            Quota: '',
            Meta: null,
            Capabilities: null,
            CreateIndex: 1,
            ModifyIndex: 1,
          },
        ],
      }),
    },
    {
      path: /^\/v1\/operator\/raft\/configuration$/,
      get: () => ({ body: { Index: 0, Servers: quorum.all().map(raft) } }),
    },
    { path: /^\/v1\/operator\/autopilot\/health$/, get: autopilot },
  ];
}

async function health(world: World, quorum: Quorum): Promise<Answer> {
  const led = await quorum.wait(5_000, world.signal);
  const server = led ? { ok: true, message: 'ok' } : { ok: false, message: 'No cluster leader' };
  if (led) return { body: { server } };
  throw new Refusal(500, JSON.stringify({ server }));
}

const rpc = ({ address }: Server): string => `${address}:4647`;

type Identify = (server: Server) => string;

function membersOf(quorum: Quorum, idOf: Identify): object {
  const [asked] = quorum.up();
  return {
    ServerName: asked?.name ?? '',
    ServerRegion: 'global',
    ServerDC: 'dc1',
    Members: quorum.known().map((server) => member(server, quorum, idOf)),
  };
}

function member(server: Server, quorum: Quorum, idOf: Identify): object {
  return {
    Name: `${server.name}.global`,
    Addr: server.address,
    Port: 4648,
    Status: server.ready ? 'alive' : 'failed',
    Tags: {
      role: 'nomad',
      region: 'global',
      dc: 'dc1',
      build: '2.0.5',
      id: idOf(server),
      port: '4647',
      rpc_addr: server.address,
      expect: String(quorum.all().length),
      raft_vsn: '3',
      vsn: '1',
    },
    ProtocolMin: 1,
    ProtocolMax: 5,
    ProtocolCur: 2,
    DelegateMin: 2,
    DelegateMax: 5,
    DelegateCur: 4,
  };
}

function selfOf(quorum: Quorum, idOf: Identify, hasAcls: boolean): object {
  const [asked] = quorum.up();
  return {
    config: {
      Region: 'global',
      Datacenter: 'dc1',
      NodeName: asked?.name ?? '',
      Version: { Version: '2.0.5', VersionPrerelease: '', VersionMetadata: '' },
      ACL: { Enabled: hasAcls },
      TLSConfig: { EnableHTTP: false, EnableRPC: false },
      Server: { Enabled: true, BootstrapExpect: quorum.all().length },
      Client: { Enabled: false },
    },
    member: asked ? member(asked, quorum, idOf) : null,
    stats: {
      nomad: {
        server: 'true',
        leader: String(asked !== undefined && quorum.leader()?.name === asked.name),
        leader_addr: quorum.leader() ? `${quorum.leader()?.address ?? ''}:4647` : '',
        bootstrap: 'false',
        known_regions: '1',
      },
    },
  };
}
