import type { Member } from '../../members.ts';
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

  function find(id: string | null): Server {
    const server = quorum.all().find((one) => idOf(one) === id);
    if (server) return server;
    throw new Refusal(500, `id "${id ?? ''}" was not found in the Raft configuration`);
  }

  const tell = (one: Server): object => ({ ID: idOf(one), Address: rpc(one) });

  const raft = (server: Member): object => ({
    ID: idOf(server),
    Node: `${server.name}.global`,
    Address: rpc(server),
    Leader: leads(server),
    Voter: server.isVoter,
    RaftProtocol: '3',
  });

  function autopilot(): Answer {
    const all = quorum.all();
    const voters = all.filter(({ isVoter }) => isVoter);
    const up = voters.filter(({ ready }) => ready);
    const Healthy = all.every(({ ready }) => ready);
    const leader = quorum.leader();
    return {
      status: Healthy ? 200 : 429,
      body: {
        Healthy,
        FailureTolerance: Math.max(0, up.length - Math.floor(voters.length / 2) - 1),
        Leader: leader ? idOf(leader) : '',
        Voters: voters.map(idOf),
        Servers: all.map((server) => ({
          ID: idOf(server),
          Name: `${server.name}.global`,
          Address: rpc(server),
          SerfStatus: server.ready ? 'alive' : 'failed',
          Version: '2.0.5',
          Leader: leads(server),
          Healthy: server.ready,
          Voter: server.isVoter,
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
    {
      path: /^\/v1\/operator\/raft\/peer$/,
      delete: ({ query }) => {
        const server = find(query.get('id'));
        quorum.remove(server.name);
        return { body: null };
      },
    },
    {
      path: /^\/v1\/operator\/raft\/transfer-leadership$/,
      post: ({ query }) => {
        const [to, from] = [find(query.get('id')), quorum.leader()];
        if (!quorum.handOver(to.name)) throw new Refusal(500, 'cannot find peer');
        const Noop = from?.name === to.name;
        return { body: { Err: null, From: from ? tell(from) : null, Noop, To: tell(to) } };
      },
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
