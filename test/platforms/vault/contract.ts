import { rootCertificates } from 'node:tls';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, createHttp, type Http } from '../../../src/platforms/http.ts';
import { createVault, type VaultClient } from '../../../src/platforms/vault/client.ts';
import { Failure } from '../../../src/failure.ts';
import { fixed } from '../../../src/platforms/vault/ask.ts';
import { prepareDatabase } from '../../../src/platforms/vault/database.ts';
import { signIdentities } from '../../../src/platforms/vault/sign-identities.ts';
import { trustKubernetes, trustNomad } from '../../../src/platforms/vault/trust.ts';
import type { Keys, Vault } from '../../../src/platforms/vault/vault.ts';
import { Secret } from '../../../src/secret.ts';
import { createOpenDatabase } from '../../../src/worker/database.ts';
import { serve } from '../../servers/listen.ts';
import { admit } from './ground/ground.ts';
import type { Grounds } from './ground/grounds.ts';

/** Any certificate will do where reviews are asked for over plain HTTP. */
const [ca = ''] = rootCertificates;
const worker = { namespace: 'database', name: 'worker' };
const failure = (kind: string, because?: RegExp): object => ({
  name: 'Failure',
  kind,
  ...(because && { facts: expect.objectContaining({ because: expect.stringMatching(because) }) }),
});

/**
 * What every Vault does, ours and the real one, in this order: it begins with one that nobody has initialised, or goes
 * without what only its owner may do to it.
 */
export function contract(open: () => Promise<Grounds>, isGiven = false): void {
  let grounds: Grounds;
  let vault: VaultClient;
  let http: Http;
  let keys: Keys;
  let root: Vault;

  const login = async (role: string, account = worker, audience = 'vault'): Promise<Vault> => {
    const jwt = new Secret(await grounds.ground.accounts.mint(account, audience));
    return vault.as((await vault.login(role, jwt)).token);
  };

  beforeAll(async () => {
    grounds = await open();
    const { url, ca: own, root: given } = grounds.ground;
    const origin = { url, ...(own !== undefined && { tls: { ca: own } }) };
    vault = createVault({ origin: async () => origin, tokens: () => fixed(undefined) });
    http = createHttp({ platform: 'vault', origin: async () => origin });
    if (given) root = vault.as(given);
  }, 60_000);
  afterAll(async () => {
    await vault?.close();
    await http?.close();
    await grounds?.close();
  });

  it.skipIf(isGiven)('tells that it is not initialised', async () => {
    expect(await vault.status()).toMatchObject({
      isInitialized: false,
      isSealed: true,
      sealType: 'shamir',
      leader: undefined,
    });
  });

  it.skipIf(isGiven)(
    'is initialised once, and unsealed with as many keys as it takes',
    async () => {
      keys = await vault.init(3, 2);
      root = vault.as(keys.rootToken);
      await expect(vault.init(3, 2)).rejects.toMatchObject(
        failure('conflict', /already initialized/),
      );
      expect(keys.keys).toHaveLength(3);
      await expect(root.roles()).rejects.toMatchObject(failure('sealed'));
      expect(await vault.unseal(keys.keys[0]!)).toMatchObject({
        isSealed: true,
        progress: 1,
        threshold: 2,
      });
      expect(await vault.unseal(keys.keys[1]!)).toMatchObject({ isSealed: false });
      await expect
        .poll(async () => (await vault.status()).leader, { timeout: 10_000 })
        .toBeDefined();
      expect(await vault.status()).toMatchObject({
        isInitialized: true,
        isSealed: false,
        threshold: 2,
      });
      expect((await root.raft.peers()).filter(({ isLeader }) => isLeader)).toHaveLength(1);
    },
  );

  it('leaves no password of the database that others know, wherever that was interrupted', async () => {
    const { setup, url } = grounds.database;
    const openDatabase = createOpenDatabase({ url });
    const enter = async (): Promise<void> => (await openDatabase(setup)).close();
    const interrupted: Vault = {
      ...root,
      write: (path, body) =>
        path.includes('rotate-root')
          ? Promise.reject(new Failure('late', {}))
          : root.write(path, body),
    };
    await expect(prepareDatabase(interrupted, setup)).rejects.toMatchObject(failure('late'));
    await enter();
    await prepareDatabase(root, setup);
    await expect(enter()).rejects.toMatchObject(failure('forbidden'));
  });

  it('is set up twice without harm, and refuses to enable something else in the same place', async () => {
    const { ground, database } = grounds;
    for (const ttl of ['1h', '3s']) {
      await trustKubernetes(root, { host: ground.kubernetesHost, outside: { ca } });
      await prepareDatabase(root, { ...database.setup, ttl, maxTtl: '5m' });
      await admit(root, 'worker', 'database');
      await admit(root, 'hashinetes', 'hashinetes');
    }
    expect(await root.roles()).toEqual(['observer', 'worker']);
    expect((await root.auths()).map(({ path, type }) => `${path}: ${type}`)).toContain(
      'kubernetes: kubernetes',
    );
    await expect(root.enableAuth('kubernetes', 'jwt')).rejects.toMatchObject(failure('conflict'));
    await expect(root.enableAuth('kubernetes/more', 'jwt')).rejects.toMatchObject(
      failure('conflict', /already in use/),
    );
    await expect(
      root.writePolicy('bad', 'path "x" { capabilities = ["fly"] }'),
    ).rejects.toMatchObject(failure('invalid', /invalid capability/));
    expect(await root.has(['auth', 'kubernetes', 'role', 'worker'])).toBe(true);
    expect(await root.has(['auth', 'kubernetes', 'role', 'nobody'])).toBe(false);
  });

  it('lets nobody in but the right service account, with a token made for Vault', async () => {
    const accounts = grounds.ground.accounts;
    await expect(login('worker', { ...worker, name: 'other' })).rejects.toMatchObject(
      failure('forbidden', /service account name not authorized/),
    );
    await expect(login('worker', { ...worker, namespace: 'other' })).rejects.toMatchObject(
      failure('forbidden', /namespace not authorized/),
    );
    await expect(login('worker', worker, 'somebody-else')).rejects.toMatchObject(
      failure('forbidden', /audience/),
    );
    await expect(login('nobody')).rejects.toMatchObject(
      failure('invalid', /invalid role name "nobody"/),
    );
    const old = new Secret(await accounts.mint(worker, 'vault', -3_600));
    await expect(vault.login('worker', old)).rejects.toMatchObject(failure('forbidden'));
    const jwt = await accounts.mint(worker, 'vault');
    const forged = new Secret(`${jwt.slice(0, -8)}AAAAAAAA`);
    await expect(vault.login('worker', forged)).rejects.toMatchObject(
      failure('forbidden', /permission denied/),
    );
    const token = await vault.login('worker', new Secret(jwt));
    expect(token).toMatchObject({
      policies: ['default', 'worker'],
      ttlSeconds: 600,
      isRenewable: true,
    });
    expect(await vault.as(token.token).whoAmI()).toMatchObject({
      policies: ['default', 'worker'],
    });
    expect(await vault.as(token.token).renewSelf()).toMatchObject({ accessor: token.accessor });
  });

  it('gives each no more than its policy says', async () => {
    const mine = await login('worker');
    for (const deed of [
      () => mine.roles(),
      () => mine.issue('observer'),
      () => mine.leases('worker'),
      () => mine.revokeLeases('worker'),
      () => mine.writePolicy('worker', 'path "*" { capabilities = ["sudo"] }'),
      () => mine.enableAuth('more', 'jwt'),
    ])
      await expect(deed()).rejects.toMatchObject(failure('forbidden', /permission denied/));
    const own = await login('hashinetes', { namespace: 'hashinetes', name: 'hashinetes' });
    await expect(own.issue('worker')).rejects.toMatchObject(failure('forbidden'));
    await expect(vault.roles()).rejects.toMatchObject(failure('forbidden'));
    await expect(vault.as(new Secret('s.nonsense')).roles()).rejects.toMatchObject(
      failure('forbidden'),
    );
  });

  it('makes a user that is there while the lease is, and gone after it', async () => {
    const mine = await login('worker');
    const credentials = await mine.issue('worker');
    expect(credentials.username).toMatch(/^v-kubernet/);
    expect(credentials.ttlSeconds).toBe(3);
    expect(`${credentials.password}`).toBe('[secret]');
    expect(await grounds.database.guests()).toEqual([credentials.username]);
    const [lease, ...others] = await root.leases();
    expect(others).toEqual([]);
    expect(lease).toMatchObject({ id: credentials.lease, role: 'worker' });
    expect(lease?.ttlSeconds).toBeLessThanOrEqual(3);
    expect(await root.countLeases('worker')).toBe(1);
    await grounds.ground.pass(4);
    await expect.poll(() => grounds.database.guests(), { timeout: 5_000 }).toEqual([]);
    expect(await root.leases()).toEqual([]);
  });

  it('takes leases back: of a role, one by one, and with the token that took them', async () => {
    const own = await login('hashinetes', { namespace: 'hashinetes', name: 'hashinetes' });
    const [one, two] = [await login('worker'), await login('worker')];
    await one.issue('worker');
    await two.issue('worker');
    expect(await own.countLeases()).toBe(2);
    await own.revokeLeases('worker');
    expect(await grounds.database.guests()).toEqual([]);
    expect(await own.countLeases()).toBe(0);
    await own.revokeLeases(); // none left: no harm

    const { lease } = await own.issue('observer');
    expect((await own.leases()).map(({ id, role }) => [id, role])).toEqual([[lease, 'observer']]);
    await own.revokeLease(lease);
    expect(await own.leases()).toEqual([]);

    await one.issue('worker');
    await one.revokeSelf();
    await expect.poll(() => grounds.database.guests()).toEqual([]);
    await expect(one.whoAmI()).rejects.toMatchObject(failure('forbidden'));
  });

  it('wraps credentials so that only the first who asks gets them', async () => {
    const own = await login('hashinetes', { namespace: 'hashinetes', name: 'hashinetes' });
    const { token, ttlSeconds } = await own.issueWrapped('worker', 120);
    expect(ttlSeconds).toBe(120);
    const unwrap = (): Promise<Answer> =>
      http.send({
        method: 'POST',
        path: ['v1', 'sys', 'wrapping', 'unwrap'],
        headers: { 'x-vault-token': token.reveal() },
      });
    const { data } = JSON.parse((await unwrap()).text) as { data: { username: string } };
    expect(await grounds.database.guests()).toEqual([data.username]);
    await expect(unwrap()).rejects.toMatchObject({
      facts: {
        status: 400,
        because: expect.stringContaining('wrapping token is not valid or does not exist'),
      },
    });
    await root.revokeLeases();
    expect(await grounds.database.guests()).toEqual([]);
  });

  it('knows no lease and no role that is not there', async () => {
    await expect(root.issue('nobody')).rejects.toMatchObject(
      failure('absent', /unknown role: nobody/),
    );
    await expect(root.issue('../../sys/mounts')).rejects.toMatchObject({
      name: 'Failure',
      facts: { because: expect.stringMatching(/relative paths not supported|unsupported path/) },
    });
    await expect(root.issue('..')).rejects.toMatchObject(failure('invalid'));
    expect(await root.leases('nobody')).toEqual([]);
  });

  it('signs who is logged in, for those whom his policy names', async () => {
    await signIdentities(root, { issuer: 'https://vault.test', audiences: ['nomad', 'consul'] });
    await signIdentities(root, { issuer: 'https://vault.test', audiences: ['nomad', 'consul'] });
    const own = await login('hashinetes', { namespace: 'hashinetes', name: 'hashinetes' });
    const told = await http.send({ path: ['v1', 'identity', 'oidc', '.well-known', 'keys'] });
    const jwks = createLocalJWKSet(JSON.parse(told.text) as JSONWebKeySet);
    const { payload } = await jwtVerify((await own.prove('nomad')).reveal(), jwks);
    expect(payload).toMatchObject({
      aud: 'nomad',
      iss: 'https://vault.test/v1/identity/oidc',
      service_account_name: 'hashinetes',
      service_account_namespace: 'hashinetes',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
    await expect(own.prove('somebody')).rejects.toMatchObject(failure('forbidden'));
    await expect((await login('worker')).prove('nomad')).rejects.toMatchObject(
      failure('forbidden'),
    );
    await expect(root.prove('nobody')).rejects.toMatchObject(
      failure('invalid', /role "nobody" not found/),
    );
    await expect(root.prove('nomad')).rejects.toMatchObject(failure('invalid', /no entity/));
  });

  it('trusts Nomad, twice without harm; OpenBao before Nomad is there, Vault once it answers', async () => {
    const isOpenBao = grounds.ground.isHashicorp !== true;
    const nobody = 'http://127.0.0.1:9/.well-known/jwks.json';
    await expect(trustNomad(root, { jwksUrl: nobody, isOpenBao: false })).rejects.toMatchObject(
      failure('invalid', /error checking jwks URL/),
    );
    const nomad = await serve((_request, response) => response.end('{"keys":[]}'));
    try {
      const jwksUrl = isOpenBao ? nobody : `${nomad.url}/.well-known/jwks.json`;
      await trustNomad(root, { jwksUrl, isOpenBao });
      await trustNomad(root, { jwksUrl, isOpenBao });
    } finally {
      await nomad.close();
    }
    expect(await root.has(['auth', 'jwt-nomad', 'role', 'nomad-workloads'])).toBe(true);
  });

  it('writes every request to its output where it can be told to, and else refuses', async () => {
    const { isHashicorp = false } = grounds.ground;
    const enable = (): Promise<string> =>
      root.enableAudit().then(
        () => 'enabled',
        (error: unknown) => (error instanceof Failure ? String(error.facts.because) : 'broken'),
      );
    const answer = isHashicorp ? /^enabled$/ : /declarative, config-based audit/;
    expect(await enable()).toMatch(answer);
    expect(await enable()).toMatch(answer);
    expect(await root.roles()).toEqual(['observer', 'worker']);
    const isWritten = (): boolean => /"path":"database\/roles\/?"/.test(grounds.output());
    await expect.poll(isWritten).toBe(isHashicorp);
  });

  it.skipIf(isGiven)('says that it is sealed, and comes back with its keys', async () => {
    await root.write(['sys', 'seal'], {});
    expect(await vault.status()).toMatchObject({
      isSealed: true,
      leader: undefined,
      progress: 0,
    });
    await expect(root.leases()).rejects.toMatchObject(failure('sealed', /sealed/));
    await expect(login('worker')).rejects.toMatchObject(failure('sealed'));
    for (const key of keys.keys.slice(1)) await vault.unseal(key);
    await expect.poll(async () => (await vault.status()).leader, { timeout: 10_000 }).toBeDefined();
    expect(await root.roles()).toEqual(['observer', 'worker']);
  });
}
