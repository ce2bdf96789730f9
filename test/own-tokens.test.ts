import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwnTokens } from '../src/own-tokens.ts';
import { createConsul, type ConsulClient } from '../src/platforms/consul/client.ts';
import { createNomad, type NomadClient } from '../src/platforms/nomad/client.ts';
import { orUntrusted } from '../src/platforms/or-untrusted.ts';
import type { ShortLived } from '../src/platforms/short-lived.ts';
import { createVault, type VaultClient } from '../src/platforms/vault/client.ts';
import { createIdentity } from '../src/platforms/vault/identity.ts';
import { signIdentities } from '../src/platforms/vault/sign-identities.ts';
import { admitServiceAccount, trustKubernetes } from '../src/platforms/vault/trust.ts';
import type { Keys, Vault } from '../src/platforms/vault/vault.ts';
import { createConsulSandbox } from '../src/sandbox/consul/consul-sandbox.ts';
import { createNomadSandbox } from '../src/sandbox/nomad/nomad-sandbox.ts';
import { createPace } from '../src/sandbox/pace.ts';
import { createReadKeys } from '../src/sandbox/read-signed.ts';
import { Secret } from '../src/secret.ts';
import { admitToConsul, admitToNomad, vaultUrl } from '../src/stack/admission.ts';
import { createAuthority, issueLeaf } from '../src/stack/identity/authority.ts';
import { serve as serveTls } from './platforms/kubernetes/forwarded.ts';
import { bao, openBao } from './platforms/vault/ground/bao.ts';
import { admit, type Ground } from './platforms/vault/ground/ground.ts';
import { freePort, serve } from './servers/listen.ts';
import { find, start, until } from './servers/program.ts';
import { openSandbox } from './platforms/vault/ground/sandbox.ts';
import { createPods } from './sandbox/pods.ts';

const management = new Secret('11111111-1111-1111-1111-111111111111');
const nomadProgram = find('nomad', 'NOMAD');
const consulProgram = find('consul', 'CONSUL');

type Server = { readonly url: string; readonly close: () => Promise<void> };
type Grounds = {
  readonly vault: Ground;
  readonly nomad: Server;
  readonly consul: Server;
  /** Vault as Nomad and Consul reach it: over TLS, verified with this CA. */
  readonly front?: Server & { readonly ca: string };
};

describe('our own tokens, in the sandbox', () => {
  contract(async () => {
    const world = { pace: createPace(0), clock: () => new Date(), random: Math.random };
    const readKeys = createReadKeys((url) => url);
    const [nomadPods, consulPods] = [createPods('nomad'), createPods('consul')];
    const acl = { anonymous: 'nothing' as const, readKeys };
    const nomad = createNomadSandbox({ ...world, servers: nomadPods, acl });
    const consul = createConsulSandbox({
      ...world,
      servers: consulPods,
      acl: () => ({ defaultPolicy: 'deny', initialManagement: management.reveal() }),
    });
    const [vault, ...served] = await Promise.all([
      openSandbox(),
      serve(nomad.listener),
      serve(consul.listener),
    ]);
    nomadPods.setReady('nomad-0', 'nomad-1', 'nomad-2');
    consulPods.setReady('consul-0', 'consul-1', 'consul-2');
    const [nomadAt, consulAt] = served.map((one, at) => ({
      url: one.url,
      async close() {
        [nomad, consul][at]?.stop();
        await one.close();
      },
    }));
    if (!nomadAt || !consulAt) throw new Error('Two were served');
    return { vault, nomad: nomadAt, consul: consulAt };
  });
});

const missing = [
  ...(bao ? [] : ['bao on PATH or in BAO']),
  ...(nomadProgram ? [] : ['nomad on PATH or in NOMAD']),
  ...(consulProgram ? [] : ['consul on PATH or in CONSUL']),
];

describe.skipIf(missing.length > 0)(
  `our own tokens, from a real OpenBao, Nomad and Consul${missing.length > 0 ? `: skipped, there is no ${missing.join(', no ')}` : ''}`,
  () => {
    contract(async () => {
      const [vault, nomad, consul] = await Promise.all([openBao(), openNomad(), openConsul()]);
      return { vault, nomad, consul, front: await dressInTls(vault.url) };
    });
  },
);

function contract(open: () => Promise<Grounds>): void {
  let grounds: Grounds;
  let keys: Keys;
  let openVault: VaultClient;
  let vault: VaultClient;
  let nomad: NomadClient;
  let consul: ConsulClient;
  let login: { readonly nomad: ShortLived; readonly consul: ShortLived };

  const logins: Partial<{ nomad: ShortLived; consul: ShortLived }> = {};
  const proof = async (name: string): Promise<Vault> => {
    const { accounts } = grounds.vault;
    const jwt = new Secret(await accounts.mint({ namespace: 'hashinetes', name }, 'vault'));
    return openVault.as((await openVault.login(name, jwt)).token);
  };

  beforeAll(async () => {
    grounds = await open();
    const at = (url: string) => async () => ({ url });
    const { accounts, kubernetesHost, url } = grounds.vault;
    openVault = createVault({ origin: at(url) });
    keys = await openVault.init(1, 1);
    await unseal();
    const root = openVault.as(keys.rootToken);
    const [ca = ''] = rootCertificates; // any: reviews are asked for over plain HTTP
    await trustKubernetes(root, { host: kubernetesHost, outside: { ca } });
    await admit(root, 'hashinetes', 'hashinetes');
    const policy = 'path "identity/oidc/token/*" {\n  capabilities = ["read"]\n}';
    const stranger = { namespace: 'hashinetes', serviceAccount: 'stranger', audience: 'vault' };
    await admitServiceAccount(root, { ...stranger, name: 'stranger', policy });
    const audiences = ['nomad', 'consul'];
    await signIdentities(root, { issuer: vaultUrl, audiences });
    await signIdentities(root, { issuer: vaultUrl, audiences });

    const readJwt = async (): Promise<Secret> =>
      new Secret(await accounts.mint({ namespace: 'hashinetes', name: 'hashinetes' }, 'vault'));
    const chance = { clock: Date.now, random: Math.random };
    vault = createVault({
      origin: at(url),
      tokens: (one) => createIdentity({ vault: one, role: 'hashinetes', readJwt, ...chance }),
    });
    const own = createOwnTokens({
      vault,
      hasVault: async () => true,
      identity: { read: () => Promise.reject(new Error('a kept token was asked for')) },
      ...chance,
    });
    nomad = createNomad({
      origin: at(grounds.nomad.url),
      login: (one) => (logins.nomad = own.nomad(one)),
    });
    consul = createConsul({
      origin: at(grounds.consul.url),
      login: (one) => (logins.consul = own.consul(one)),
    });
    if (!logins.nomad || !logins.consul) throw new Error('Both log in');
    login = { nomad: logins.nomad, consul: logins.consul };
    await until(
      () => nomad.acl.bootstrap(management),
      () => 'Nomad has no leader',
    );
    await until(
      () => consul.as(management).acl.whoAmI(),
      () => 'Consul has no leader',
    );
    const { front } = grounds;
    const terms = { home: 'hashinetes', ca: front?.ca, vaultAt: front?.url ?? url };
    const [forNomad, forConsul] = await Promise.all([read('nomad'), read('consul')]);
    await admitToNomad(nomad.as(management), { ...terms, rules: forNomad });
    await admitToNomad(nomad.as(management), { ...terms, rules: forNomad });
    await admitToConsul(consul.as(management), { ...terms, rules: forConsul });
    await admitToConsul(consul.as(management), { ...terms, rules: forConsul });
  }, 60_000);
  afterAll(async () => {
    for (const client of [nomad, consul, vault, openVault]) await client?.close();
    for (const name of ['nomad', 'consul', 'front', 'vault'] as const)
      await grounds?.[name]?.close();
  });

  async function unseal(): Promise<void> {
    for (const key of keys.keys) await openVault.unseal(key);
    await until(
      async () => {
        if ((await openVault.status()).leader === undefined) throw new Error('nobody leads');
        await openVault.as(keys.rootToken).auths();
      },
      () => 'Vault has no leader',
    );
  }

  it('are signed for by Vault, and traded for one that ends', async () => {
    expect(await nomad.acl.whoAmI()).toBe('client');
    expect(await nomad.jobs()).toEqual([]);
    expect(await nomad.nodes()).toBeInstanceOf(Array);
    await consul.acl.whoAmI();
    expect((await consul.services()).value.map(({ name }) => name)).toContain('consul');
    expect((await consul.members()).length).toBeGreaterThan(0);
    const tokens = { nomad: await login.nomad.take(), consul: await login.consul.take() };
    const ends = await Promise.all([
      readEnd(`${grounds.nomad.url}/v1/acl/token/self`, 'x-nomad-token', tokens.nomad),
      readEnd(`${grounds.consul.url}/v1/acl/token/self`, 'x-consul-token', tokens.consul),
    ]);
    for (const end of ends) {
      expect(end.getTime() - Date.now()).toBeLessThanOrEqual(3_600_000);
      expect(end.getTime() - Date.now()).toBeGreaterThan(3_500_000);
    }
  });

  it('are told apart from what was ordered, where who would let us in knows nothing of us yet', async () => {
    const stranger = await proof('stranger');
    const options = { hasVault: async () => true, identity: { read: async () => undefined } };
    const chance = { clock: Date.now, random: Math.random };
    const own = createOwnTokens({
      ...options,
      ...chance,
      vault: { prove: () => stranger.prove('nobody') },
    });
    for (const [platform, tokens] of [
      ['nomad', own.nomad(nomad)],
      ['consul', own.consul(consul)],
    ] as const)
      await expect(tokens.take()).rejects.toMatchObject({
        kind: 'untrusted',
        facts: { platform, says: 'vault', because: 'role "nobody" not found' },
      });
    const jwt = await stranger.prove('nomad');
    await expect(orUntrusted('nomad', () => nomad.acl.login('none', jwt))).rejects.toMatchObject({
      kind: 'untrusted',
      facts: { says: 'nomad', because: expect.stringContaining('auth-method "none" not found') },
    });
    await expect(orUntrusted('consul', () => consul.acl.login('none', jwt))).rejects.toMatchObject({
      kind: 'untrusted',
      facts: { says: 'consul', because: expect.stringContaining('not found') },
    });
  });

  it('open no more than their policies say', async () => {
    await expect(nomad.acl.putPolicy('more', '', '')).rejects.toMatchObject({ kind: 'forbidden' });
    const key = { Node: 'x', Address: '10.0.0.9' };
    await expect(consul.register(key)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(vault.prove('somebody')).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('are not for anybody else, whatever Vault signs for him', async () => {
    const stranger = await proof('stranger');
    const [forNomad, forConsul] = [await stranger.prove('nomad'), await stranger.prove('consul')];
    await expect(nomad.acl.login('vault', forNomad)).rejects.toMatchObject({ kind: 'invalid' });
    await expect(consul.acl.login('vault', forConsul)).rejects.toMatchObject({ kind: 'forbidden' });
    const own = await proof('hashinetes');
    const mistaken = await own.prove('consul'); // signed for another audience
    await expect(nomad.acl.login('vault', mistaken)).rejects.toMatchObject({ kind: 'forbidden' });
    const forged = new Secret(`${(await own.prove('nomad')).reveal().slice(0, -8)}AAAAAAAA`);
    await expect(nomad.acl.login('vault', forged)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(consul.acl.login('vault', forged)).rejects.toMatchObject({ name: 'Failure' });
  });

  it('are obtained anew when they are refused', async () => {
    const before = await login.consul.take();
    await consul.as(before).acl.logout();
    expect((await consul.services()).value.length).toBeGreaterThan(0);
    expect((await login.consul.take()).reveal()).not.toBe(before.reveal());
    const gone = await login.nomad.take();
    const { AccessorID } = await read(gone);
    await fetch(`${grounds.nomad.url}/v1/acl/token/${AccessorID}`, {
      method: 'DELETE',
      headers: { 'x-nomad-token': management.reveal() },
    });
    expect(await nomad.jobs()).toEqual([]);
    expect((await login.nomad.take()).reveal()).not.toBe(gone.reveal());

    async function read(token: Secret): Promise<{ AccessorID: string }> {
      const headers = { 'x-nomad-token': token.reveal() };
      const answer = await fetch(`${grounds.nomad.url}/v1/acl/token/self`, { headers });
      return (await answer.json()) as { AccessorID: string };
    }
  });

  it('outlast a Vault that is sealed; without one, Vault is what is missing, and it says so', async () => {
    await openVault.as(keys.rootToken).write(['sys', 'seal'], {});
    expect(await nomad.jobs()).toEqual([]);
    expect((await consul.services()).value.length).toBeGreaterThan(0);
    await consul.as(await login.consul.take()).acl.logout();
    await expect(consul.members()).rejects.toMatchObject({
      kind: 'sealed',
      facts: { platform: 'vault' },
    });
    expect(await consul.leader()).toBeDefined(); // nobody needs a token for that
    await unseal();
    expect((await consul.members()).length).toBeGreaterThan(0);
  });

  it('are given back at the end where that can be', async () => {
    const last = await login.consul.take();
    await login.consul.close();
    await expect(consul.as(last).acl.whoAmI()).rejects.toMatchObject({ kind: 'forbidden' });
  });
}

const read = (product: 'nomad' | 'consul'): Promise<string> =>
  readFile(new URL(`../deploy/${product}/policies/hashinetes.hcl`, import.meta.url), 'utf8');

async function readEnd(url: string, header: string, token: Secret): Promise<Date> {
  const answer = await fetch(url, { headers: { [header]: token.reveal() } });
  return new Date(((await answer.json()) as { ExpirationTime: string }).ExpirationTime);
}

async function dressInTls(inner: string): Promise<Server & { readonly ca: string }> {
  const chance = { clock: Date.now, random: randomBytes };
  const ours = await createAuthority(chance);
  const { port, close } = await serveTls(
    (request, response) => {
      void fetch(`${inner}${request.url}`)
        .then((answer) => answer.text())
        .then((text) => response.setHeader('content-type', 'application/json').end(text));
    },
    await issueLeaf(ours, ['localhost'], chance),
  );
  return { url: `https://localhost:${port}`, ca: ours.certificate, close };
}

async function openNomad(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'hashinetes-nomad-'));
  const [http, rpc, serf] = [await freePort(), await freePort(), await freePort()];
  const config = `
data_dir  = "${folder}/data"
bind_addr = "127.0.0.1"
disable_update_check = true
ports {
  http = ${http}
  rpc  = ${rpc}
  serf = ${serf}
}
advertise {
  http = "127.0.0.1"
  rpc  = "127.0.0.1"
  serf = "127.0.0.1"
}
server {
  enabled          = true
  bootstrap_expect = 1
}
acl {
  enabled = true
}
`;
  await writeFile(join(folder, 'server.hcl'), config);
  return launch(nomadProgram, ['agent', '-config', join(folder, 'server.hcl')], folder, http);
}

async function openConsul(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'hashinetes-consul-'));
  const [http, server, lan, wan] = await Promise.all([1, 2, 3, 4].map(freePort));
  const version = spawnSync(consulProgram ?? '', ['version']).stdout.toString();
  const first = /^Consul v1\.(?:\d|10)\./.test(version) ? 'master' : 'initial_management';
  const config = {
    server: true,
    bootstrap_expect: 1,
    bind_addr: '127.0.0.1',
    ports: { http, server, serf_lan: lan, serf_wan: wan, dns: -1, grpc: -1 },
    acl: {
      enabled: true,
      default_policy: 'deny',
      tokens: { [first]: management.reveal() },
    },
    disable_update_check: true,
  };
  await writeFile(join(folder, 'server.json'), JSON.stringify(config));
  const data = join(folder, 'data');
  const args = ['agent', '-config-file', join(folder, 'server.json'), '-data-dir', data];
  return launch(consulProgram, args, folder, http ?? 0);
}

async function launch(
  program: string | undefined,
  args: readonly string[],
  folder: string,
  port: number,
): Promise<Server> {
  const server = start(program ?? '', args);
  const url = `http://127.0.0.1:${port}`;
  await until(() => fetch(`${url}/v1/status/leader`), server.output);
  return {
    url,
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
