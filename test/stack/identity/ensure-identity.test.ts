import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/platforms/kubernetes/kubernetes.ts';
import { ensureIdentity } from '../../../src/stack/identity/ensure-identity.ts';
import { authority, keyring, secretsFor, secretsOf } from '../../../src/stack/identity/keyring.ts';
import { keysOf, type Part } from '../../../src/stack/identity/keyring-entry.ts';
import { readIdentity } from '../../../src/stack/identity/read-identity.ts';
import { Secret } from '../../../src/secret.ts';
import { openCluster, type TestCluster } from './cluster.ts';

type SecretObject = KubeObject & { readonly data: Record<string, string>; readonly type: string };

const all: readonly Part[] = ['consul', 'vault', 'nomad', 'database'];
const made = [authority, ...secretsFor(all)].filter((name) => keyring[name]?.kind !== 'received');

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await openCluster();
});
afterEach(() => cluster.close());
if (process.env['KUBECONFIG'] === undefined)
  it.skip('is NOT run against a real API server: KUBECONFIG is not set', () => undefined);

const ensure = (parts = all, clock = Date.now) =>
  ensureIdentity({ kubernetes: cluster.kubernetes, parts, clock, random: randomBytes });

async function read(name: string): Promise<SecretObject> {
  return await cluster.kubernetes.get<SecretObject>('Secret', name, keyring[name]?.namespace);
}

async function valueOf(name: string, key: string): Promise<string> {
  return Buffer.from((await read(name)).data[key] ?? '', 'base64').toString();
}

async function everything(): Promise<readonly SecretObject[]> {
  return await Promise.all(made.map(read));
}

describe('ensureIdentity', () => {
  it('makes every Secret with the keys that the keyring promises', async () => {
    await ensure();
    for (const secret of await everything()) {
      const entry = keyring[secret.metadata.name];
      expect(Object.keys(secret.data).toSorted(), secret.metadata.name).toEqual(
        entry && [...keysOf(entry)].toSorted(),
      );
      expect(secret.type).toBe(entry?.kind === 'leaf' ? 'kubernetes.io/tls' : 'Opaque');
      expect(secret.metadata.labels).toMatchObject({ 'app.kubernetes.io/part-of': 'hashinetes' });
    }
  });

  it('draws nothing for a Consul that was given by address, but a token for Nomad there', async () => {
    const adopted = new Set<Part>(['consul']);
    const options = { kubernetes: cluster.kubernetes, clock: Date.now, random: randomBytes };
    await ensureIdentity({ ...options, parts: ['nomad'], adopted });
    const { items } = await cluster.kubernetes.list('Secret');
    expect(items.map(({ metadata }) => metadata.name).toSorted()).toEqual([
      'hashinetes-ca',
      'nomad-adopted-consul',
      'nomad-client-tls',
      'nomad-identity',
      'nomad-secrets',
      'nomad-tls',
    ]);
  });

  it('changes nothing the second time', async () => {
    const first = await ensure();
    const before = await everything();
    expect(await ensure()).toEqual(first);
    expect(await everything()).toEqual(before);
  });

  it('ends with one identity where several begin at once', async () => {
    const [one, two, three] = await Promise.all([ensure(), ensure(), ensure()]);
    expect(two).toEqual(one);
    expect(three).toEqual(one);
    expect(one.caPem).toBe(await valueOf('hashinetes-ca', 'ca.crt'));
  });

  it('continues what was left half done, and keeps what is there', async () => {
    await ensure();
    const gossip = await valueOf('consul-identity', 'gossip');
    await cluster.kubernetes.remove('Secret', 'nomad-consul-agent', 'nomad');
    await cluster.kubernetes.remove('Secret', 'nomad-tls', 'nomad');
    await ensure();
    expect(await valueOf('consul-identity', 'gossip')).toBe(gossip);
    expect(await valueOf('nomad-consul-agent', 'secrets.json')).toContain(gossip);
  });

  it('makes what a part needs of another, and no more', async () => {
    const { stamps } = await ensure(['nomad']);
    expect(Object.keys(stamps)).toEqual(['nomad']);
    await expect(read('consul-identity')).resolves.toBeDefined();
    await expect(read('consul-tls')).rejects.toMatchObject({ kind: 'absent' });
    await expect(read('vault-seal')).rejects.toMatchObject({ kind: 'absent' });
  });

  it('gives the same key and tokens to everybody who needs them', async () => {
    await ensure();
    const gossip = await valueOf('consul-identity', 'gossip');
    const agent = await valueOf('consul-identity', 'agent');
    const servers = JSON.parse(await valueOf('consul-secrets', 'secrets.json'));
    const sidecar = JSON.parse(await valueOf('nomad-consul-agent', 'secrets.json'));
    expect([servers.encrypt, sidecar.encrypt]).toEqual([gossip, gossip]);
    expect([servers.acl.tokens.agent, sidecar.acl.tokens.agent]).toEqual([agent, agent]);
    expect(sidecar.acl.tokens).not.toHaveProperty('initial_management');
    expect(await valueOf('nomad-consul-token', 'token')).toBe(
      await valueOf('consul-identity', 'nomad-server'),
    );
    expect(await valueOf('nomad-secrets', 'secrets.hcl')).toBe(
      `server {\n  encrypt = "${await valueOf('nomad-identity', 'gossip')}"\n}\n`,
    );
  });

  it.each([
    ['consul-tls', 'hashinetes-ca', 'hashinetes'],
    ['consul-secrets', 'consul-identity', 'hashinetes'],
  ])('says so where %s was made from another %s', async (name, source, namespace) => {
    await ensure(['consul']);
    await cluster.kubernetes.remove('Secret', source, namespace);
    await expect(ensure(['consul'])).rejects.toMatchObject({
      kind: 'invalid',
      facts: { because: expect.stringContaining(`was made from another ${source}`) },
    });
  });

  it('says so where a Secret lacks a key', async () => {
    await ensure(['vault']);
    const secret = await read('vault-seal');
    await cluster.kubernetes.replace({
      ...secret,
      metadata: { ...secret.metadata, namespace: 'vault' },
      data: {},
    });
    await expect(ensure(['vault'])).rejects.toThrow(/vault-seal in vault.* lacks key/);
  });

  it('waits for a Secret that is being removed', async () => {
    await ensure(['vault']);
    const going = {
      ...cluster.kubernetes,
      get: async (...place: Parameters<typeof cluster.kubernetes.get>) => {
        const object = await cluster.kubernetes.get(...place);
        const metadata = { ...object.metadata, deletionTimestamp: '2026-11-22T12:00:00Z' };
        return { ...object, metadata };
      },
    } as TestCluster['kubernetes'];
    const options = { parts: ['vault'] as const, clock: Date.now, random: randomBytes };
    await expect(ensureIdentity({ ...options, kubernetes: going })).rejects.toMatchObject({
      kind: 'unready',
    });
  });

  it('says so where a namespace is not there', async () => {
    const options = { kubernetes: cluster.kubernetes, clock: Date.now, random: randomBytes };
    const nowhere = ensureIdentity({ ...options, parts: ['vault'], home: 'nowhere' });
    await expect(nowhere).rejects.toMatchObject({ kind: 'absent' });
  });
});

describe('readIdentity', () => {
  it('reads the CA, and values that nobody can print', async () => {
    const identity = readIdentity({ kubernetes: cluster.kubernetes });
    expect(await identity.ca()).toBeUndefined();
    expect(await identity.read('consul-identity', 'management')).toBeUndefined();
    const { caPem } = await ensure();
    expect(await identity.ca()).toBe(caPem);
    const token = await identity.read('consul-identity', 'management');
    expect(token?.reveal()).toBe(await valueOf('consul-identity', 'management'));
    expect(JSON.stringify({ token })).toBe('{"token":"[secret]"}');
  });

  it('keeps what a server tells once, and never writes over it', async () => {
    const identity = readIdentity({ kubernetes: cluster.kubernetes });
    const answer = { 'root-token': new Secret('s.first'), keys: new Secret('["key"]') };
    await identity.receive('vault-init', answer);
    await expect(
      identity.receive('vault-init', { ...answer, 'root-token': new Secret('s.second') }),
    ).rejects.toMatchObject({ kind: 'conflict' });
    expect((await identity.read('vault-init', 'root-token'))?.reveal()).toBe('s.first');
    await expect(identity.receive('vault-seal', {})).rejects.toThrow(/not received/);
  });
});

it('lists what is removed with a part', () => {
  expect(secretsOf(['vault'])).toEqual(['vault-tls', 'vault-seal', 'vault-init']);
  expect(secretsOf(all)).not.toContain('hashinetes-ca');
});
