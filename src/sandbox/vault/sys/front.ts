import { z } from 'zod';
import { letters, toTime, uuid, type World } from '../world.ts';
import { bodyOf, type Call } from '../api/call.ts';
import type { Life } from '../api/listener.ts';
import { Refusal } from '../api/refusal.ts';
import type { Answer, Route } from '../api/route.ts';
import type { Quorum } from '../../quorum.ts';
import type { Seal } from '../core/seal.ts';
import type { VaultServers } from '../core/vault-servers.ts';

export const version = '2.6.2';

/** What every server answers without a token, sealed or not. */
export function frontRoutes(
  world: World,
  quorum: Quorum,
  servers: VaultServers,
  life: () => Life,
): readonly Route[] {
  const cluster_id = uuid(world);
  const status = ({ server }: Call): Answer => ({ raw: sealStatus(server.seal, cluster_id) });
  return [
    {
      path: /^sys\/init$/,
      read: ({ server }) => ({ raw: { initialized: server.seal.isInitialized() } }),
      write: (call) => initialize(world, servers, life(), call),
    },
    { path: /^sys\/seal-status$/, read: status },
    {
      path: /^sys\/unseal$/,
      write: (call) => {
        const { key, reset } = bodyOf(unsealBody, call);
        const { seal } = call.server;
        if (!seal.isInitialized()) throw new Refusal(400, 'Vault is not initialized');
        if (key === undefined && !reset)
          throw new Refusal(
            400,
            "'key' must be specified in request body as JSON, or 'reset' set to true",
          );
        seal.give(key);
        servers.tell();
        return status(call);
      },
    },
    { path: /^sys\/health$/, read: (call) => health(world, quorum, cluster_id, call) },
    { path: /^sys\/leader$/, read: (call) => leaderOf(world, quorum, call) },
  ];
}

const unsealBody = z.object({ key: z.string().optional(), reset: z.boolean().default(false) });

function sealStatus(seal: Seal, cluster_id: string): object {
  const isAuto = seal.type !== 'shamir';
  return {
    type: seal.type,
    initialized: seal.isInitialized(),
    sealed: seal.isSealed(),
    t: seal.threshold(),
    n: seal.shares(),
    progress: seal.progress(),
    nonce: '',
    recovery_seal: isAuto,
    ...(isAuto && { recovery_seal_type: 'shamir' }),
    version,
    commit_date: '2026-08-18T15:43:05Z',
    migration: false,
    ...(!seal.isSealed() && { cluster_name: 'sandbox', cluster_id }),
    storage_type: 'raft',
  };
}

const number = z.number().int().min(1).optional();
const initBody = z
  .object({
    secret_shares: number,
    secret_threshold: number,
    recovery_shares: number,
    recovery_threshold: number,
  })
  .transform((body) => ({
    secret: { shares: body.secret_shares, threshold: body.secret_threshold },
    recovery: { shares: body.recovery_shares, threshold: body.recovery_threshold },
  }));

/** Answers once: the root token and the keys are kept nowhere. */
function initialize(world: World, servers: VaultServers, { state }: Life, call: Call): Answer {
  const body = bodyOf(initBody, call);
  const { seal } = call.server;
  if (seal.isInitialized()) throw new Refusal(400, 'Vault is already initialized');
  const isAuto = seal.type !== 'shamir';
  const { shares = 1, threshold = 1 } = isAuto ? body.recovery : body.secret;
  if (threshold > shares)
    throw new Refusal(400, 'invalid seal configuration: threshold cannot be larger than shares');
  const keys = Array.from({ length: shares }, () =>
    Buffer.from(letters(world, 33)).toString('hex'),
  );
  servers.initialize(call.server, { all: keys, threshold });
  const root = state.tokens.issue({
    policies: ['root'],
    displayName: 'root',
    path: 'auth/token/root',
    ttlSeconds: 0,
  });
  const base64 = keys.map((key) => Buffer.from(key, 'hex').toString('base64'));
  return {
    raw: {
      keys: isAuto ? [] : keys,
      keys_base64: isAuto ? [] : base64,
      ...(isAuto && { recovery_keys: keys, recovery_keys_base64: base64 }),
      root_token: root.id,
    },
  };
}

function health(world: World, quorum: Quorum, cluster_id: string, call: Call): Answer {
  const { query, server } = call;
  const { seal } = server;
  const code = (name: string, otherwise: number): number => Number(query.get(name) ?? otherwise);
  const standby = seal.isSealed() || quorum.leader()?.name !== server.name;
  const isPassing = !standby || isSet(query.get('standbyok'));
  const open = isPassing ? code('activecode', 200) : code('standbycode', 429);
  const status = seal.isSealed() ? code('sealedcode', 503) : open;
  const raw = {
    initialized: seal.isInitialized(),
    sealed: seal.isSealed(),
    standby,
    replication_performance_mode: seal.isSealed() ? 'unknown' : 'primary',
    replication_dr_mode: seal.isSealed() ? 'unknown' : 'disabled',
    server_time_utc: Math.floor(world.now() / 1_000),
    version,
    ...(!seal.isSealed() && { cluster_name: 'sandbox', cluster_id }),
  };
  return { status: seal.isInitialized() ? status : code('uninitcode', 501), raw };
}

const isSet = (value: string | null): boolean => value !== null && value !== 'false';

function leaderOf(world: World, quorum: Quorum, { server }: Call): Answer {
  if (server.seal.isSealed()) throw new Refusal(503, 'Vault is sealed');
  const leader = quorum.leader();
  const host = leader && `https://${leader.name}.vault-internal`;
  return {
    raw: {
      ha_enabled: true,
      ...(leader?.name === server.name && { is_self: true, active_time: toTime(world.now()) }),
      leader_address: host ? `${host}:8200` : '',
      leader_cluster_address: host ? `${host}:8201` : '',
    },
  };
}
