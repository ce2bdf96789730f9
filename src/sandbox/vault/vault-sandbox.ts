import type { RequestListener } from 'node:http';
import type { Server as TcpServer } from 'node:net';
import type { Pace } from '../pace.ts';
import { createListener, type Life } from './api/listener.ts';
import { jwtAuth } from './auth/jwt.ts';
import { kubernetesAuth } from './auth/kubernetes.ts';
import { tokenAuth } from './auth/token.ts';
import { createMounts, type Engines } from './core/mounts.ts';
import type { SealType } from './core/seal.ts';
import { createState } from './core/state.ts';
import { createVaultServers } from './core/vault-servers.ts';
import { createPostgres } from './postgres/postgres.ts';
import { createPostgresServer } from './postgres/wire.ts';
import { databaseRoutes } from './secrets/database.ts';
import { kvRoutes } from './secrets/kv.ts';
import { oidcRoutes } from './secrets/oidc.ts';
import type { ReviewToken } from './service-accounts.ts';
import { auditRoutes } from './sys/audit.ts';
import { frontRoutes } from './sys/front.ts';
import { leaseRoutes } from './sys/leases.ts';
import { mountRoutes } from './sys/mount-tables.ts';
import { policyRoutes } from './sys/policies.ts';
import { raftRoutes } from './sys/raft.ts';
import { wrappingRoutes } from './sys/wrapping.ts';
import { createQuorum, type Servers } from '../quorum.ts';
import type { World } from './world.ts';

export type VaultSandboxOptions = {
  readonly pace: Pace;
  readonly clock: () => Date;
  readonly random: () => number;
  /** Its pods; one is ready while its process answers, sealed or not. */
  readonly servers: Servers;
  /** The pods of the database; without them it is always there. */
  readonly databaseServers?: Servers;
  readonly review: ReviewToken;
  /** It runs in no pod of the cluster whose tokens it reviews. */
  readonly isOutside?: boolean;
  readonly seal?: SealType;
  /** Whose it is; HashiCorp's takes audit devices by its API. */
  readonly flavour?: 'openbao' | 'hashicorp';
};

export type VaultSandbox = {
  /** Serves as the Service does, by a server that is open where there is one. */
  readonly listener: RequestListener;
  /** Serves as the server of that name. */
  readonly listenerAt: (server: string) => RequestListener;
  /** How a server that answers is. */
  readonly stateOf: (
    server: string,
  ) =>
    | { readonly initialized: boolean; readonly sealed: boolean; readonly active: boolean }
    | undefined;
  /** Whether that server answers and is unsealed. */
  readonly isOpen: (server: string) => boolean;
  /** Calls back after the seal of a server has changed, or who leads. */
  readonly onSeal: (listener: () => void) => void;
  /** Speaks PostgreSQL's protocol. Plain text: listen on loopback only. */
  readonly database: TcpServer;
  /** Who is in the database right now. */
  readonly users: () => readonly string[];
  /** Seals one of its servers, or all of them, as somebody with the right to could. */
  readonly close: (server?: string) => void;
  /** Begins anew, as on empty volumes. */
  readonly wipe: () => void;
  /** The same for the database. */
  readonly wipeDatabase: () => void;
  readonly stop: () => void;
};

/**
 * OpenBao's HTTP API over the servers that `servers` names, and a database whose users come and go with leases.
 * Policies are enforced, and leases tick on the clock given, whatever the pace.
 */
export function createVaultSandbox(options: VaultSandboxOptions): VaultSandbox {
  const { pace, clock, random, servers: pods, databaseServers, review } = options;
  const { seal = 'static', flavour = 'openbao', isOutside = false } = options;
  const ended = new AbortController();
  const world: World = { pace, random, now: () => clock().getTime(), signal: ended.signal };
  const postgres = createPostgres({ now: world.now, before: () => life.state.leases.sweep() });
  const servers = createVaultServers(world, seal, pods);
  const quorum = createQuorum({
    ...world,
    servers: servers.members,
    removed: 'out',
    electionMs: 500,
  });
  let life = begin();

  function begin(): Life {
    const state = createState(world);
    const engines: Engines = {
      system: () => [
        ...mountRoutes(() => mounts),
        ...policyRoutes(() => state),
        ...leaseRoutes(world, () => state),
        ...wrappingRoutes(() => state),
        ...raftRoutes(quorum, servers),
        ...auditRoutes(flavour),
      ],
      token: () => tokenAuth(world, state),
      kubernetes: kubernetesAuth(state, review, isOutside),
      jwt: jwtAuth(state, clock),
      identity: () => oidcRoutes(world),
      cubbyhole: () => [],
      kv: () => kvRoutes(world),
      database: () => databaseRoutes(world, state, postgres),
    };
    const mounts = createMounts(world, engines);
    for (const type of ['identity', 'cubbyhole']) mounts.mount({ path: `${type}/`, type });
    mounts.mount({ path: 'sys/', type: 'system' });
    mounts.mount({ path: 'auth/token/', type: 'token' });
    return { state, mounts };
  }

  const front = frontRoutes(world, quorum, servers, () => life);
  const listenerAt = (server?: string): RequestListener =>
    createListener(
      world,
      quorum,
      () => servers.find(server),
      () => life,
      front,
    );

  return {
    listener: listenerAt(),
    listenerAt,
    stateOf(name) {
      const { seal: one } = servers.find(name) ?? {};
      if (!one) return undefined;
      const active = quorum.leader()?.name === name;
      return { initialized: one.isInitialized(), sealed: one.isSealed(), active };
    },
    isOpen: servers.isOpen,
    onSeal: (listener) => {
      servers.onSeal(listener);
      quorum.onLeader(listener);
    },
    database: createPostgresServer(
      postgres,
      () => databaseServers?.list().some(({ ready }) => ready) ?? true,
    ),
    users: postgres.users,
    close: servers.close,
    wipe: () => {
      life = begin();
      quorum.forget();
      servers.forget();
    },
    wipeDatabase: postgres.wipe,
    stop: () => ended.abort(),
  };
}
