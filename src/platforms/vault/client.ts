import { createHttp, type HttpOptions, type Origin } from '../http.ts';
import * as answers from './answers.ts';
import { type Ask, createAsk, fixed, type Tokens } from './ask.ts';
import { readLeaseIds, readLeases, revokeLeases } from './leases.ts';
import { toRefusal } from './refusal.ts';
import { enableAudit, enableAuth, enableEngine, init, readAuths } from './setup.ts';
import { createRaft } from './raft.ts';
import { createSpeaker } from './speaker.ts';
import { readStatus, toStatus } from './status.ts';
import type { Token, Vault } from './vault.ts';
import { orAbsent } from '../or-absent.ts';

export type VaultOptions = {
  /** Where Vault is; asked on every call, since its address may come later or change. */
  readonly origin: () => Promise<Origin>;
  /** Whose tokens are used, given a client that has none. Without it only open calls are answered. */
  readonly tokens?: (open: Vault) => Tokens;
  readonly timeoutMs?: number;
  readonly outbox?: HttpOptions['outbox'];
};

export type VaultClient = Vault & { readonly close: () => Promise<void> };

export function createVault({
  origin,
  tokens,
  timeoutMs = 5_000,
  outbox,
}: VaultOptions): VaultClient {
  const http = createHttp({ platform: 'vault', origin, timeoutMs, outbox, refusal: toRefusal });
  const speaker = createSpeaker();
  const open = speak(createAsk(speaker, http, fixed(undefined)));
  const source = tokens?.(open) ?? fixed(undefined);
  return {
    ...speak(createAsk(speaker, http, source)),
    async close() {
      await source.close?.();
      await http.close();
    },
  };
}

function speak(ask: Ask): Vault {
  return {
    status: () => readStatus(ask),
    raft: createRaft(ask),

    roles: () => ask.list(['database', 'roles']),
    leases: (role) => readLeases(ask, role),
    countLeases: async (role) => (await readLeaseIds(ask, role)).length,
    revokeLeases: (role) => revokeLeases(ask, role),
    revokeLease: async (lease_id) => {
      await ask.write(answers.anything, ['sys', 'leases', 'revoke'], { lease_id, sync: true });
    },
    issue: async (role) => {
      const answer = await ask.read(answers.credentials, ['database', 'creds', role], {
        isOrder: true,
      });
      const { lease_id: lease, lease_duration: ttlSeconds, data } = answer;
      return { ...data, lease, ttlSeconds };
    },
    issueWrapped: async (role, wrapSeconds) => {
      const path = ['database', 'creds', role];
      const { wrap_info } = await ask.read(answers.wrapped, path, { wrapSeconds, isOrder: true });
      return { token: wrap_info.token, ttlSeconds: wrap_info.ttl };
    },

    login: async (role, jwt) => {
      const body = { role, jwt: jwt.reveal() };
      const path = ['auth', 'kubernetes', 'login'];
      return toToken(await ask.write(answers.auth, path, body, { open: true }));
    },
    prove: async (role) =>
      (await ask.read(answers.proof, ['identity', 'oidc', 'token', role])).data.token,
    whoAmI: async () => {
      const { data } = await ask.read(answers.self, ['auth', 'token', 'lookup-self']);
      const { accessor, policies, ttl: ttlSeconds, renewable: isRenewable } = data;
      return { accessor, policies, ttlSeconds, isRenewable };
    },
    renewSelf: async () =>
      toToken(await ask.write(answers.auth, ['auth', 'token', 'renew-self'], {})),
    revokeSelf: async () => {
      await ask.write(answers.anything, ['auth', 'token', 'revoke-self'], {});
    },

    init: (shares, threshold) => init(ask, shares, threshold),
    unseal: async (key) => {
      const body = { key: key.reveal() };
      const seal = await ask.write(answers.sealStatus, ['sys', 'unseal'], body, { open: true });
      return toStatus(seal, undefined);
    },
    auths: () => readAuths(ask),
    enableAuth: (path, type) => enableAuth(ask, path, type),
    enableEngine: (path, type, options) => enableEngine(ask, path, type, options),
    enableAudit: () => enableAudit(ask),
    writePolicy: async (name, policy) => {
      await ask.write(answers.anything, ['sys', 'policies', 'acl', name], { policy });
    },
    write: async (path, body) => {
      await ask.write(answers.anything, path, body);
    },
    remove: (path) => ask.remove(path),
    read: async (path) => (await orAbsent(ask.read(answers.kept, path)))?.data,
    has: async (path) => (await orAbsent(ask.read(answers.something, path))) !== undefined,
    capabilities: async (paths) => {
      const path = ['sys', 'capabilities-self'];
      const { data } = await ask.write(answers.capabilities, path, { paths });
      return Object.fromEntries(paths.map((one) => [one, data[one] ?? []]));
    },

    as: (token) => speak(ask.as(token)),
    during: (signal) => speak(ask.during(signal)),
  };
}

type Answered = ReturnType<typeof answers.auth.parse>;

function toToken({ auth }: Answered): Token {
  return {
    token: auth.client_token,
    accessor: auth.accessor,
    policies: auth.policies,
    ttlSeconds: auth.lease_duration,
    isRenewable: auth.renewable,
  };
}
