import { z } from 'zod';
import { bodyOf } from '../api/call.ts';
import type { Route } from '../api/route.ts';
import type { Quorum, Server } from '../../quorum.ts';
import type { VaultServers } from '../core/vault-servers.ts';
import { version } from './front.ts';

/** The cluster as its leader sees it, and how to close the server that is asked. */
export function raftRoutes(quorum: Quorum, servers: VaultServers): readonly Route[] {
  const leads = ({ name }: Server): boolean => quorum.leader()?.name === name;
  return [
    {
      path: /^storage\/raft\/configuration$/,
      read: () => ({
        data: {
          config: {
            index: 0,
            servers: quorum.all().map((server) => ({
              node_id: server.name,
              address: address(server),
              leader: leads(server),
              voter: server.isVoter,
              protocol_version: '3',
            })),
          },
        },
      }),
    },
    {
      path: /^storage\/raft\/remove-peer$/,
      write: (call) => {
        quorum.remove(bodyOf(named, call).server_id);
        return undefined;
      },
    },
    {
      path: /^step-down$/,
      sudo: true,
      write: () => {
        const leader = quorum.leader()?.name;
        const next = quorum
          .all()
          .find(({ name, isVoter, ready }) => name !== leader && isVoter && ready);
        if (next) quorum.handOver(next.name);
        return undefined;
      },
    },
    {
      path: /^storage\/raft\/autopilot\/state$/,
      read: () => ({ data: autopilot(quorum) }),
    },
    {
      path: /^seal$/,
      sudo: true,
      write: ({ server }) => {
        servers.close(server.name);
        return undefined;
      },
    },
  ];
}

const named = z.looseObject({ server_id: z.string() });

function address({ name }: Server): string {
  return `${name}-peer.vault.svc:8201`;
}

function autopilot(quorum: Quorum): object {
  const [all, leader] = [quorum.all(), quorum.leader()];
  const voters = all.filter(({ isVoter }) => isVoter);
  const up = voters.filter(({ ready }) => ready);
  const servers = all.map((server) => [
    server.name,
    {
      id: server.name,
      name: server.name,
      address: address(server),
      node_status: server.ready ? 'alive' : 'failed',
      healthy: server.ready,
      status: server.name === leader?.name ? 'leader' : server.isVoter ? 'voter' : 'non-voter',
      version,
    },
  ]);
  return {
    healthy: all.every(({ ready }) => ready),
    failure_tolerance: Math.max(0, up.length - Math.floor(voters.length / 2) - 1),
    leader: leader?.name ?? '',
    voters: voters.map(({ name }) => name),
    servers: Object.fromEntries(servers),
  };
}
