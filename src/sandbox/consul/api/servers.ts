import type { Member } from '../../members.ts';
import type { Quorum, Server } from '../../quorum.ts';
import type { World } from '../world.ts';
import { denied, Refusal } from './refusal.ts';
import type { Answer, Handle, Route } from './route.ts';

export const version = '1.22.2';

type Identify = (server: Server) => string;

/** What the servers say of themselves: status, agent, operator. */
export function serverRoutes(world: World, quorum: Quorum, idOf: Identify): readonly Route[] {
  const leads = (server: Server): boolean => quorum.leader()?.name === server.name;

  function find(id: string | null): Server {
    const server = quorum.all().find((one) => idOf(one) === id);
    if (server) return server;
    const why = `id "${id ?? ''}" was not found in the Raft configuration`;
    throw new Refusal(500, `rpc error making call: ${why}`);
  }

  const raft = (server: Member): object => ({
    ID: idOf(server),
    Node: server.name,
    Address: rpc(server),
    Leader: leads(server),
    ProtocolVersion: '3',
    Voter: server.isVoter,
  });

  function autopilot(): Answer {
    const all = quorum.all();
    const voters = all.filter(({ isVoter }) => isVoter);
    const up = voters.filter(({ ready }) => ready);
    const Healthy = all.every(({ ready }) => ready);
    return {
      status: Healthy ? 200 : 429,
      body: {
        Healthy,
        FailureTolerance: Math.max(0, up.length - Math.floor(voters.length / 2) - 1),
        Servers: all.map((server) => ({
          ID: idOf(server),
          Name: server.name,
          Address: rpc(server),
          SerfStatus: server.ready ? 'alive' : 'failed',
          Version: version,
          Leader: leads(server),
          LastContact: server.ready ? '0s' : '-1ns',
          LastTerm: server.ready ? 2 : 0,
          LastIndex: server.ready ? world.journal.index() : 0,
          Healthy: server.ready,
          Voter: server.isVoter,
          StableSince: world.clock().toISOString(),
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
      local: true,
    },
    { path: /^\/v1\/status\/peers$/, get: () => ({ body: quorum.all().map(rpc) }), local: true },
    {
      path: /^\/v1\/agent\/members$/,
      get: ({ may }) => ({
        body: quorum
          .known()
          .filter(({ name }) => may('node', 'read', name))
          .map((server) => member(server, quorum, idOf)),
      }),
      local: true,
    },
    {
      path: /^\/v1\/agent\/self$/,
      get: ({ may }) => {
        const [asked] = quorum.up();
        if (!may('agent', 'read', asked?.name)) throw denied();
        return { body: selfOf(quorum, idOf) };
      },
      local: true,
    },
    {
      path: /^\/v1\/operator\/raft\/configuration$/,
      get: operator(() => ({ body: { Servers: quorum.all().map(raft), Index: 0 } })),
    },
    {
      path: /^\/v1\/operator\/raft\/peer$/,
      delete: (call) => {
        if (!call.may('operator', 'write')) throw denied();
        quorum.remove(find(call.query.get('id')).name);
        return { text: '' };
      },
    },
    {
      path: /^\/v1\/operator\/raft\/transfer-leader$/,
      post: (call) => {
        if (!call.may('operator', 'write')) throw denied();
        return { body: { Success: quorum.handOver(find(call.query.get('id')).name) } };
      },
    },
    { path: /^\/v1\/operator\/autopilot\/health$/, get: operator(autopilot) },
  ];
}

const rpc = ({ address }: Server): string => `${address}:8300`;

const operator =
  (answer: () => Answer): Handle =>
  ({ may }) => {
    if (!may('operator', 'read')) throw denied();
    return answer();
  };

function member(server: Server, quorum: Quorum, idOf: Identify): object {
  return {
    Name: server.name,
    Addr: server.address,
    Port: 8301,
    Tags: {
      build: `${version}:`,
      dc: 'dc1',
      expect: String(quorum.all().length),
      id: idOf(server),
      port: '8300',
      raft_vsn: '3',
      role: 'consul',
      segment: '',
      vsn: '2',
    },
    Status: server.ready ? 1 : 4,
    ProtocolMin: 1,
    ProtocolMax: 5,
    ProtocolCur: 2,
    DelegateMin: 2,
    DelegateMax: 5,
    DelegateCur: 4,
  };
}

function selfOf(quorum: Quorum, idOf: Identify): object {
  const [asked] = quorum.up();
  return {
    Config: {
      Datacenter: 'dc1',
      PrimaryDatacenter: 'dc1',
      NodeName: asked?.name ?? '',
      NodeID: asked ? idOf(asked) : '',
      Server: true,
      Version: version,
    },
    Stats: {
      consul: {
        server: 'true',
        leader: String(asked !== undefined && quorum.leader()?.name === asked.name),
        leader_addr: quorum.leader() ? `${quorum.leader()?.address ?? ''}:8300` : '',
        known_servers: String(quorum.known().length),
      },
    },
    Member: asked ? member(asked, quorum, idOf) : null,
    Meta: { 'consul-network-segment': '' },
  };
}
