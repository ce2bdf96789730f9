import { generateKeyPair, exportSPKI, SignJWT } from 'jose';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VaultClient } from '../../../src/platforms/vault/client.ts';
import { trustNomad } from '../../../src/platforms/vault/trust.ts';
import { createWorkerProgram } from '../../../src/sandbox/vault/worker-program.ts';
import { openSandbox, type SandboxGround } from '../../platforms/vault/ground/sandbox.ts';
import { prepare, type Prepared } from '../../platforms/vault/ground/prepare.ts';

let ground: SandboxGround;
let ready: Prepared;

const led = (vault: VaultClient): Promise<void> =>
  expect.poll(async () => (await vault.status()).leader).toBeDefined();

/** The others join, and may make a leader of one of them. */
async function settle(): Promise<void> {
  await expect.poll(() => ready.root.raft.peers()).toHaveLength(3);
  await led(ready.vault);
}

beforeEach(async () => {
  ground = await openSandbox('static');
  ready = await prepare(ground, ground.database);
  await settle();
});
afterEach(async () => {
  await ready.vault.close();
  await ground.close();
});

describe('servers', () => {
  it('are not there while no pod is ready, and open themselves again with a static seal', async () => {
    ground.pods.setReady();
    await expect(ready.vault.status()).rejects.toMatchObject({ kind: 'unreachable' });
    ground.pods.setReady('vault-1', 'vault-2');
    await led(ready.vault);
    expect(await ready.vault.status()).toMatchObject({
      isSealed: false,
      leader: expect.stringMatching(/^vault-[12]$/),
    });
    expect(await ready.root.roles()).toEqual(['observer', 'worker']);
  });

  it('have no leader without a majority, and do nothing then', async () => {
    ground.pods.setReady('vault-2');
    expect(await ready.vault.status()).toMatchObject({ isSealed: false, leader: undefined });
    await expect(ready.root.roles()).rejects.toMatchObject({ kind: 'unready' });
    ground.pods.setReady('vault-0', 'vault-2');
    await led(ready.vault);
    const leader = (await ready.root.raft.peers()).find(({ isLeader }) => isLeader);
    expect(leader?.id).toMatch(/^vault-[02]$/);
  });

  it('say how they are by the status of sys/health', async () => {
    const health = async (query = ''): Promise<number> =>
      (await fetch(`${ground.url}/v1/sys/health${query}`)).status;
    expect(await health()).toBe(200);
    ground.sandbox.close();
    expect(await health()).toBe(503);
    expect(await health('?sealedcode=204')).toBe(204);
    ground.sandbox.wipe();
    expect(await health()).toBe(501);
    expect(await ready.vault.status()).toMatchObject({ isInitialized: false });
  });
});

describe('time', () => {
  it('makes users vanish by the clock, not by the pace', async () => {
    const mine = ready.vault.as(
      (await ready.vault.login('worker', await ready.jwt('worker'))).token,
    );
    const { username, lease } = await mine.issue('worker');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ground.sandbox.users()).toContain(username);
    await ground.pass(59);
    expect(ground.sandbox.users()).toContain(username);
    await ready.root.write(['sys', 'leases', 'renew'], { lease_id: lease, increment: 60 });
    await ground.pass(59);
    expect(ground.sandbox.users()).toContain(username);
    await ground.pass(2);
    expect(ground.sandbox.users()).not.toContain(username);
  });

  it('ends tokens, and with them what they took', async () => {
    const token = await ready.vault.login('worker', await ready.jwt('worker'));
    const mine = ready.vault.as(token.token);
    await ground.pass(590);
    const { username } = await mine.issue('worker');
    await ground.pass(11);
    expect(ground.sandbox.users()).toContain(username); // nobody has asked Vault yet, and its lease goes on
    await expect(mine.whoAmI()).rejects.toMatchObject({ kind: 'forbidden' });
    expect(ground.sandbox.users()).not.toContain(username);
  });
});

describe('policies', () => {
  const may = async (policy: string, path: string): Promise<readonly string[]> => {
    await ready.root.writePolicy('tested', policy);
    const made = await fetch(`${ground.url}/v1/auth/token/create`, {
      method: 'POST',
      headers: await headers(),
      body: JSON.stringify({ policies: ['tested'], no_default_policy: true }),
    });
    const { auth } = (await made.json()) as { auth: { client_token: string } };
    const answer = await fetch(`${ground.url}/v1/sys/capabilities-self`, {
      method: 'POST',
      headers: { 'x-vault-token': auth.client_token },
      body: JSON.stringify({ paths: [path] }),
    });
    if (answer.status === 403) return ['no asking'];
    const { data } = (await answer.json()) as { data: Record<string, string[]> };
    return data[path] ?? [];
  };
  const headers = async (): Promise<Record<string, string>> => {
    const { rootToken } = roots;
    return { 'x-vault-token': rootToken };
  };
  const roots = { rootToken: '' };
  beforeEach(async () => {
    ground.sandbox.wipe();
    const { rootToken } = await ready.vault.init();
    roots.rootToken = rootToken.reveal();
    ready = { ...ready, root: ready.vault.as(rootToken) };
    await settle();
  });

  const ask = 'path "sys/capabilities-self" { capabilities = ["update"] }\n';
  it.each([
    ['a/*', 'read', 'a/b', ['read']],
    ['a/*', 'read', 'b', ['deny']],
    ['a/+/c', 'list', 'a/b/c', ['list']],
    ['a/+/c', 'list', 'a/b/d/c', ['deny']],
    ['a/b', 'deny', 'a/b', ['deny']],
  ])('path "%s" with %s allows on %s: %j', async (pattern, capability, path, expected) => {
    const policy = `${ask}path "${pattern}" { capabilities = ["${capability}"] }`;
    expect(await may(policy, path)).toEqual(expected);
  });

  it('count the most specific pattern only', async () => {
    const policy = `${ask}
      path "a/*" { capabilities = ["read", "list"] }
      path "a/b/*" { capabilities = ["create"] }
      path "a/b/secret" { capabilities = ["deny"] }
      path "a/+/open" { capabilities = ["sudo"] }`;
    expect(await may(policy, 'a/x')).toEqual(['read', 'list']);
    expect(await may(policy, 'a/b/x')).toEqual(['create']);
    expect(await may(policy, 'a/b/secret')).toEqual(['deny']);
    expect(await may(policy, 'a/b/open')).toEqual(['create']);
    expect(await may(policy, 'a/c/open')).toEqual(['sudo']);
  });
});

describe('Nomad', () => {
  it("lets a task read under its own job, and under nobody else's", async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    await trustNomad(ready.root, { jwksUrl: 'http://127.0.0.1:9/jwks', isOpenBao: true });
    await ready.root.write(['auth', 'jwt-nomad', 'config'], {
      jwt_validation_pubkeys: [await exportSPKI(publicKey)],
      default_role: 'nomad-workloads',
    });
    for (const job of ['mine', 'yours'])
      await ready.root.write(['secret', 'data', 'default', job, 'config'], { data: { of: job } });
    const identity = { nomad_namespace: 'default', nomad_job_id: 'mine', nomad_task: 'task' };
    const jwt = await new SignJWT(identity)
      .setProtectedHeader({ alg: 'RS256' })
      .setAudience('vault.io')
      .setExpirationTime('10m')
      .sign(privateKey);
    const answer = await fetch(`${ground.url}/v1/auth/jwt-nomad/login`, {
      method: 'POST',
      body: JSON.stringify({ jwt }),
    });
    const { auth } = (await answer.json()) as {
      auth: { client_token: string; lease_duration: number };
    };
    expect(auth.lease_duration).toBe(1_800);
    const read = async (job: string): Promise<number> => {
      const headers = { 'x-vault-token': auth.client_token };
      return (await fetch(`${ground.url}/v1/secret/data/default/${job}/config`, { headers }))
        .status;
    };
    expect([await read('mine'), await read('yours')]).toEqual([200, 403]);
  });
});

describe('the worker in its pod', () => {
  it('runs for real, and its user is gone a minute later', async () => {
    const run = createWorkerProgram({
      accounts: ground.accounts,
      vaultUrl: ground.url,
      databaseUrl: ground.database.url,
    });
    const { exitCode, lines } = await run({ namespace: 'database', name: 'worker' });
    expect(lines).toContain('Visited the database; it has seen 1 visit.');
    expect(exitCode).toBe(0);
    expect(await ground.database.guests()).toHaveLength(1);
    await ground.pass(61);
    expect(await ground.database.guests()).toEqual([]);
    const other = await run({ namespace: 'elsewhere', name: 'worker' });
    expect(other).toEqual({
      exitCode: 1,
      lines: ['The worker could not log in to Vault as worker: namespace not authorized.'],
    });
  });
});

describe('the database', () => {
  const connect = async (user: string, password: string): Promise<Client> => {
    const { port } = new URL(ground.database.url);
    const client = new Client({
      host: '127.0.0.1',
      port: Number(port),
      user,
      password,
      database: 'demo',
    });
    await client.connect();
    return client;
  };

  it('takes a real client, and refuses as PostgreSQL would', async () => {
    const mine = ready.vault.as(
      (await ready.vault.login('worker', await ready.jwt('worker'))).token,
    );
    const { username, password } = await mine.issue('worker');
    await expect(connect(username, 'wrong')).rejects.toMatchObject({ code: '28P01' });
    await expect(
      connect('postgres', ground.database.setup.password.reveal()),
    ).rejects.toMatchObject({
      code: '28P01', // Vault changed it at once
    });
    const client = await connect(username, password.reveal());
    expect((await client.query('SELECT current_user')).rows).toEqual([{ current_user: username }]);
    await expect(client.query('DROP ROLE IF EXISTS "postgres"')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(
      client.query('INSERT INTO secrets (visitor) VALUES (current_user)'),
    ).rejects.toMatchObject({
      code: '42P01',
    });
    await expect(client.query('WITH x AS (SELECT 1) SELECT 1')).rejects.toMatchObject({
      code: '42601',
    });
    await client.end();
  });
});
