import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClients, type OwnClients } from '../src/clients.ts';
import { parseConfig } from '../src/config.ts';
import { findPlaces } from '../src/places.ts';
import type { KubeObject } from '../src/platforms/kubernetes/kubernetes.ts';
import { Secret } from '../src/secret.ts';
import { createAuthority, issueLeaf } from '../src/stack/identity/authority.ts';
import { ensureIdentity } from '../src/stack/identity/ensure-identity.ts';
import { readIdentity } from '../src/stack/identity/read-identity.ts';
import { type Listening, openTown, serve, type Town } from './platforms/kubernetes/forwarded.ts';

let town: Town;
let nomad: Listening | undefined;
let folder: string;
let clients: OwnClients;
let known = 'none yet';
const asked: (string | undefined)[] = [];

beforeEach(async () => {
  asked.length = 0;
  town = await openTown(() => nomad?.port);
  const { kubernetes } = town;
  for (const name of ['hashinetes', 'consul'])
    await kubernetes.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  type Service = KubeObject & { readonly spec: object };
  const service = await kubernetes.get<Service>('Service', 'nomad', 'nomad');
  const spec = { ...service.spec, ports: [{ name: 'https', port: 4646, targetPort: 4646 }] };
  await kubernetes.replace({ ...service, spec });
  folder = await mkdtemp(join(tmpdir(), 'deployed-'));
  const file = join(folder, 'config');
  const { url: server } = await town.origin();
  const cluster = { name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } };
  const context = { name: 'c', context: { cluster: 'c', user: 'u' } };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    clusters: [cluster],
    contexts: [context],
    users: [{ name: 'u', user: {} }],
  };
  await writeFile(file, JSON.stringify(config));
  const given = parseConfig({ KUBECONFIG: file });
  const options = { sandbox: undefined, clock: Date.now, random: Math.random };
  const places = findPlaces(given, undefined, Date.now);
  clients = createClients({ places, settings: given.settings, ...options });
});
afterEach(async () => {
  await clients.close();
  await nomad?.close();
  await town.close();
  await rm(folder, { recursive: true });
  nomad = undefined;
});

async function serveNomad(pair: { certificate: string; key: string }): Promise<void> {
  nomad = await serve((request, response) => {
    const token = request.headers['x-nomad-token'];
    asked.push(typeof token === 'string' ? token : undefined);
    response.statusCode = token === known ? 200 : 403;
    response.end(token === known ? '"10.0.0.1:4647"' : 'Permission denied');
  }, pair);
}

async function readPair(): Promise<{ certificate: string; key: string }> {
  type Kept = KubeObject & { readonly data: Readonly<Record<string, string>> };
  const { data } = await town.kubernetes.get<Kept>('Secret', 'nomad-tls', 'nomad');
  const value = (key: string): string => Buffer.from(data[key] ?? '', 'base64').toString();
  return { certificate: value('tls.crt'), key: value('tls.key') };
}

const chance = { clock: Date.now, random: randomBytes };

describe('what Hashinetes deployed, seen from a laptop', () => {
  it('is absent before there is an identity', async () => {
    await expect(clients.nomad.leader()).rejects.toMatchObject({
      kind: 'undeployed',
      facts: { platform: 'nomad' },
    });
  });

  it('is reached by port-forward, its certificate verified, with the token that was kept', async () => {
    const { kubernetes } = town;
    await ensureIdentity({ kubernetes, parts: ['nomad'], ...chance });
    await serveNomad(await readPair());
    known = 'the-first-token';
    await expect(clients.nomad.leader()).rejects.toMatchObject({ kind: 'forbidden' });
    await readIdentity({ kubernetes }).receive('nomad-token', { token: new Secret(known) });
    expect(await clients.nomad.leader()).toBe('10.0.0.1:4647');
    expect(await clients.nomad.leader()).toBe('10.0.0.1:4647');
    expect(asked).toEqual([undefined, known, known]);
  });

  it('has its token read again once it is refused', async () => {
    const { kubernetes } = town;
    await ensureIdentity({ kubernetes, parts: ['nomad'], ...chance });
    await serveNomad(await readPair());
    known = 'the-first-token';
    await readIdentity({ kubernetes }).receive('nomad-token', { token: new Secret(known) });
    await clients.nomad.leader();
    known = 'the-next-token';
    await kubernetes.remove('Secret', 'nomad-token', 'hashinetes');
    await readIdentity({ kubernetes }).receive('nomad-token', { token: new Secret(known) });
    expect(await clients.nomad.leader()).toBe('10.0.0.1:4647');
  });

  it('is not talked to where its certificate is of another CA', async () => {
    const { kubernetes } = town;
    await ensureIdentity({ kubernetes, parts: ['nomad'], ...chance });
    const stranger = await createAuthority(chance);
    await serveNomad(await issueLeaf(stranger, ['nomad.nomad.svc'], chance));
    await expect(clients.nomad.leader()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(asked).toEqual([]);
  });
});
