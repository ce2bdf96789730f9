import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClients, type OwnClients } from '../src/clients.ts';
import { parseConfig } from '../src/config.ts';
import { findPlaces } from '../src/places.ts';
import type { KubeObject } from '../src/platforms/kubernetes/kubernetes.ts';
import { createNomadSandbox, type NomadSandbox } from '../src/sandbox/nomad/nomad-sandbox.ts';
import { createPace } from '../src/sandbox/pace.ts';
import { createAuthority, issueLeaf } from '../src/stack/identity/authority.ts';
import { ensureIdentity } from '../src/stack/identity/ensure-identity.ts';
import { readIdentity } from '../src/stack/identity/read-identity.ts';
import { eventually } from './house.ts';
import { createPods } from './sandbox/pods.ts';
import { type Listening, openTown, serve, type Town } from './platforms/kubernetes/forwarded.ts';

let town: Town;
let nomad: Listening | undefined;
let folder: string;
let clients: OwnClients;
let sandbox: NomadSandbox | undefined;
let skipped = 0;
const now = (): number => Date.now() + skipped;
const asked: (string | undefined)[] = [];

// The library of the kubeconfig takes longer to load on a busy machine than a call may last.
beforeAll(() => import('@kubernetes/client-node'), 60_000);
beforeEach(async () => {
  asked.length = 0;
  skipped = 0;
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
  const options = { sandbox: undefined, clock: now, random: Math.random };
  const places = findPlaces(given, undefined, Date.now);
  clients = createClients({ places, settings: given.settings, ...options });
});
afterEach(async () => {
  await clients.close();
  sandbox?.stop();
  await nomad?.close();
  await town.close();
  await rm(folder, { recursive: true });
  nomad = undefined;
});

/** A Nomad with ACLs, behind the certificate given. */
async function serveNomad(pair: { certificate: string; key: string }): Promise<void> {
  const pods = createPods('nomad');
  const acl = { anonymous: 'nothing' as const, readKeys: () => Promise.reject(new Error('none')) };
  sandbox = createNomadSandbox({
    pace: createPace(0),
    clock: () => new Date(now()),
    random: Math.random,
    servers: pods,
    acl,
  });
  const { listener } = sandbox;
  nomad = await serve((request, response) => {
    const token = request.headers['x-nomad-token'];
    asked.push(typeof token === 'string' ? token : undefined);
    listener(request, response);
  }, pair);
  pods.setReady('nomad-0', 'nomad-1', 'nomad-2');
}

/** What a deployment does first, with the token that it has drawn. */
async function bootstrap(): Promise<string> {
  const { kubernetes } = town;
  const first = await readIdentity({ kubernetes }).read('nomad-identity', 'bootstrap');
  if (!first) throw new Error('There is no first token');
  await clients.nomad.acl.bootstrap(first);
  const rules = 'namespace "*" {\n  policy = "read"\n}';
  await clients.nomad.as(first).acl.putPolicy('hashinetes', '', rules);
  return first.reveal();
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

  it('is what does not answer, where nothing listens in its pods', async () => {
    const { kubernetes } = town;
    await ensureIdentity({ kubernetes, parts: ['nomad'], ...chance });
    await expect(clients.nomad.leader()).rejects.toMatchObject({
      kind: 'unreachable',
      facts: { platform: 'nomad', because: 'nothing listens in its pod' },
    });
  });

  it('is what is not ready, where no pod of it is', async () => {
    const { kubernetes } = town;
    await ensureIdentity({ kubernetes, parts: ['nomad'], ...chance });
    await kubernetes.remove('StatefulSet', 'nomad', 'nomad');
    await eventually(() =>
      expect(clients.nomad.leader()).rejects.toMatchObject({
        kind: 'unready',
        facts: { platform: 'nomad', because: 'it has no pods' },
      }),
    );
  });

  it('is reached by port-forward, its certificate verified, without a token where none is needed', async () => {
    const { kubernetes } = town;
    await ensureIdentity({ kubernetes, parts: ['nomad'], ...chance });
    await serveNomad(await readPair());
    expect(await clients.nomad.leader()).toMatch(/:4647$/);
    expect(asked).toEqual([undefined]);
  });

  it('is asked with a token that ends, also where no Vault says who one is', async () => {
    const { kubernetes } = town;
    await ensureIdentity({ kubernetes, parts: ['nomad'], ...chance });
    await serveNomad(await readPair());
    const first = await bootstrap();
    asked.length = 0;
    expect(await clients.nomad.jobs()).toEqual([]);
    expect(await clients.nomad.jobs()).toEqual([]);
    const [issuing, one, two] = asked;
    expect([issuing, two]).toEqual([first, one]);
    expect(one).not.toBe(first);
    expect(await clients.nomad.acl.whoAmI()).toBe('client');
    await expect(clients.nomad.nodes()).rejects.toMatchObject({ kind: 'forbidden' });
    skipped = 3_600_000;
    asked.length = 0;
    expect(await clients.nomad.jobs()).toEqual([]);
    expect(asked[0]).toBe(first); // the one before has ended
    expect(asked.at(-1)).not.toBe(one);
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
