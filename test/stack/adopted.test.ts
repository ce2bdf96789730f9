import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { createConsul, type ConsulClient } from '../../src/platforms/consul/client.ts';
import { createVault, type VaultClient } from '../../src/platforms/vault/client.ts';
import type { Vault } from '../../src/platforms/vault/vault.ts';
import { createConsulSandbox } from '../../src/sandbox/consul/consul-sandbox.ts';
import { createPace } from '../../src/sandbox/pace.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createVaultSandbox } from '../../src/sandbox/vault/vault-sandbox.ts';
import { Secret } from '../../src/secret.ts';
import { listen, serve, shut } from '../servers/listen.ts';
import { createPods } from '../sandbox/pods.ts';
import { eventually, openHouse } from '../house.ts';
import { createReplica, type Replica, untilDone, untilFailed, untilRun } from './replica.ts';

const operator = new Secret('11111111-1111-1111-1111-111111111111');
const pem = '-----BEGIN CERTIFICATE-----\nsomebody else\n-----END CERTIFICATE-----\n';
const consulForPods = 'https://consul.elsewhere.test:8501';
const vaultForPods = 'https://vault.elsewhere.test:8200';

let sandbox: Sandbox;
let consulAt: string;
let vaultAt: string;
let consul: ConsulClient;
let vault: Vault;
let vaultClient: VaultClient;
let root: Secret;
let folder: string;
const ends: (() => Promise<unknown> | void)[] = [];

// The library of the kubeconfig takes longer to load on a busy machine than a turn may last.
beforeAll(() => import('@kubernetes/client-node'), 60_000);

/** A Consul and a Vault that somebody else runs, with nothing but their own first tokens. */
beforeEach(async () => {
  const world = { pace: createPace(0), clock: () => new Date(), random: Math.random };
  const [consulPods, vaultPods, databasePods] = ['consul', 'vault', 'postgres'].map((name) =>
    createPods(name),
  );
  if (!consulPods || !vaultPods || !databasePods) throw new Error('There are three');
  const consulSandbox = createConsulSandbox({
    ...world,
    servers: consulPods,
    acl: () => ({ defaultPolicy: 'deny', initialManagement: operator.reveal() }),
  });
  const moved = (url: string): string =>
    url.replace(consulForPods, consulAt).replace(vaultForPods, vaultAt);
  sandbox = await startSandbox({ paceFactor: 0.02, ...world, moved });
  const vaultSandbox = createVaultSandbox({
    ...world,
    servers: vaultPods,
    databaseServers: databasePods,
    seal: 'static',
    review: sandbox.reviewToken,
  });
  const [consulServed, vaultServed] = await Promise.all([
    serve(consulSandbox.listener),
    serve(vaultSandbox.listener),
    listen(vaultSandbox.database),
  ]);
  consulPods.setReady('consul-0', 'consul-1', 'consul-2');
  vaultPods.setReady('vault-0', 'vault-1', 'vault-2');
  databasePods.setReady('postgres-0');
  [consulAt, vaultAt] = [consulServed.url, vaultServed.url];
  consul = createConsul({ origin: async () => ({ url: consulAt }), token: () => operator });
  vaultClient = createVault({ origin: async () => ({ url: vaultAt }) });
  ({ rootToken: root } = await vaultClient.init());
  vault = vaultClient.as(root);
  folder = await mkdtemp(join(tmpdir(), 'adopted-'));
  await writeFile(join(folder, 'ca.pem'), pem);
  ends.push(
    () => Promise.all([consul.close(), vaultClient.close()]),
    () => sandbox.stop(),
    () => (consulSandbox.stop(), consulServed.close()),
    () => (vaultSandbox.stop(), vaultServed.close()),
    () => shut(vaultSandbox.database),
    () => rm(folder, { recursive: true }),
  );
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function open(environment: Readonly<Record<string, string>>): Replica {
  const replica = createReplica(sandbox, 'one', Date.now, {
    environment: { NOMAD_ADDR_FOR_OTHERS: sandbox.nomad, ...environment },
  });
  ends.unshift(replica.stop);
  return replica;
}

const adoptConsul = (token = operator.reveal()) => ({
  CONSUL_HTTP_ADDR: consulAt,
  CONSUL_HTTP_ADDR_FOR_PODS: consulForPods,
  CONSUL_HTTP_TOKEN: token,
  CONSUL_CACERT: join(folder, 'ca.pem'),
});
const adoptVault = (token = root.reveal()) => ({
  VAULT_ADDR: vaultAt,
  VAULT_ADDR_FOR_PODS: vaultForPods,
  VAULT_TOKEN: token,
  VAULT_CACERT: join(folder, 'ca.pem'),
  VAULT_TLS_SERVER_NAME: 'vault.elsewhere.test',
});

type StatefulSet = KubeObject & {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly args: readonly string[];
          readonly env: readonly { readonly name: string; readonly valueFrom?: unknown }[];
        }[];
        readonly initContainers: readonly { readonly name: string }[];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
};
type ConfigMap = KubeObject & { readonly data: Readonly<Record<string, string>> };

const configOf = async ({ kubernetes }: Replica) =>
  (await kubernetes.get<ConfigMap>('ConfigMap', 'nomad-adopted', 'nomad')).data;
async function podOf({ kubernetes }: Replica) {
  const { spec } = await kubernetes.get<StatefulSet>('StatefulSet', 'nomad', 'nomad');
  return spec.template.spec;
}
const stepsOf = async ({ stack }: Replica) =>
  (await stack.progress())?.run.steps.map(({ name, seen }) => `${name}: ${seen}`) ?? [];
async function secretsOf({ kubernetes }: Replica): Promise<readonly string[]> {
  const { items } = await kubernetes.list('Secret');
  return items.map(({ metadata }) => metadata.name).toSorted();
}

/** Everything that is kept or said outside of Secrets. */
async function toldBy(replica: Replica): Promise<string> {
  const { kubernetes, logged, stack } = replica;
  const kinds = ['ConfigMap', 'StatefulSet', 'Service', 'Pod'];
  const lists = await Promise.all(kinds.map((kind) => kubernetes.list(kind)));
  return JSON.stringify([lists, logged, await stack.progress()]);
}

const consulBlock = `consul {
  address            = "consul.elsewhere.test:8501"
  ssl                = true
  ca_file            = "/nomad/adopted/consul.crt"
  checks_use_advertise = true
  server_auto_join   = false
}
`.replaceAll(/ +=/g, ' =');
const vaultBlock = `vault {
  enabled = true
  address = "${vaultForPods}"
  ca_file = "/nomad/adopted/vault.crt"
  tls_server_name = "vault.elsewhere.test"
}
`;
const plain = (hcl: string | undefined): string => (hcl ?? '').replaceAll(/ +=/g, ' =');

describe('Nomad beside a Consul that was given by address', () => {
  it('registers its servers there, without an agent, and trusts nothing that is not there', async () => {
    const replica = open(adoptConsul());
    expect(await replica.stack.deploy('nomad')).toMatchObject({
      kind: 'started',
      along: ['Vault'],
    });
    await untilDone(replica);

    const { 'adopted.hcl': hcl, ...authorities } = await configOf(replica);
    expect(plain(hcl)).toBe(consulBlock);
    expect(authorities).toEqual({ 'consul.crt': pem });
    const pod = await podOf(replica);
    expect(pod.initContainers.map(({ name }) => name)).toEqual(['config']);
    expect(pod.volumes.map(({ name }) => name)).toEqual([
      'config',
      'secrets',
      'tls',
      'adopted',
      'local',
      'tmp',
    ]);
    expect(pod.containers[0]?.env.find(({ name }) => name === 'CONSUL_HTTP_TOKEN')).toEqual({
      name: 'CONSUL_HTTP_TOKEN',
      valueFrom: { secretKeyRef: { name: 'nomad-adopted-consul', key: 'token' } },
    });
    const secrets = await secretsOf(replica);
    expect(secrets).toContain('nomad-adopted-consul');
    expect(secrets.filter((name) => /^(consul-|nomad-consul)/.test(name))).toEqual([]);
    const maps = await replica.kubernetes.list('ConfigMap', { namespace: 'nomad' });
    expect(maps.items.map(({ metadata }) => metadata.name)).not.toContain('nomad-consul');

    const { value } = await consul.instances('nomad');
    expect(new Set(value.map(({ address }) => address)).size).toBe(3);
    expect(await consul.acl.keysUrlOf('nomad-workloads')).toBe(
      `${sandbox.nomad}/.well-known/jwks.json`,
    );
    const steps = await stepsOf(replica);
    expect(steps).toEqual(
      expect.arrayContaining([
        'let Nomad register in Consul: Consul knows the token of Nomad',
        'register Nomad in Consul: Consul has 3 of 3 Nomad servers',
        'let Consul trust Nomad: Consul takes the identities that Nomad signs',
      ]),
    );
    expect(steps.filter((step) => /Consul (its|servers|leader|domain)/.test(step))).toEqual([]);
    expect(await toldBy(replica)).not.toContain(operator.reveal());
  });

  it('is refused at once where pods can not reach it, and nothing is begun', async () => {
    const replica = open({ CONSUL_HTTP_ADDR: consulAt, CONSUL_HTTP_TOKEN: operator.reveal() });
    expect(await replica.stack.deploy('nomad')).toEqual({
      kind: 'secluded',
      title: 'Consul',
      seclusion: {
        variable: 'CONSUL_HTTP_ADDR',
        address: consulAt,
        remedy: 'CONSUL_HTTP_ADDR_FOR_PODS',
      },
    });
    expect(await replica.stack.progress()).toBeUndefined();
    expect(await replica.stack.deploy('vault')).toMatchObject({ kind: 'started' });
    await untilDone(replica);
    expect((await stepsOf(replica)).join()).not.toContain('Consul');
  });

  it('says which right the token lacks, before any server is started', async () => {
    await consul.acl.putPolicy({ Name: 'looker', Rules: 'service_prefix "" { policy = "read" }' });
    const token = new Secret('33333333-1111-1111-1111-111111111111');
    await consul.acl.putToken({
      AccessorID: '33333333-2222-1111-1111-111111111111',
      SecretID: token,
      Description: '',
      Policies: [{ Name: 'looker' }],
    });
    const replica = open(adoptConsul(token.reveal()));
    await replica.stack.deploy('nomad');
    expect(await untilFailed(replica)).toMatch(
      /^Consul did not let me: Permission denied.*the token in CONSUL_HTTP_TOKEN needs acl = "write"$/,
    );
    const { items } = await replica.kubernetes.list('StatefulSet');
    expect(items).toEqual([]);
  });

  it('leaves alone what is somebody else’s', async () => {
    await consul.acl.putPolicy({ Name: 'nomad-tasks', Description: 'Ours', Rules: '' });
    const replica = open({ ...adoptConsul(), ...adoptVault() });
    await replica.stack.deploy('nomad');
    expect(await untilFailed(replica)).toContain(
      'Consul has a policy nomad-tasks that is not mine',
    );
    expect(await consul.acl.describe('policy', 'nomad-tasks')).toBe('Ours');
  });

  it('does not mix with another Nomad there', async () => {
    await consul.register({
      Node: 'far',
      Address: '10.9.9.9',
      Service: { Service: 'nomad', Address: '10.9.9.9', Port: 4646, Tags: ['http'] },
      Check: { Name: 'check', Status: 'passing' },
    });
    const replica = open(adoptConsul());
    await replica.stack.deploy('nomad');
    await eventually(async () =>
      expect((await stepsOf(replica)).join()).toContain(
        'Consul lists servers of another Nomad already, at 10.9.9.9; set NOMAD_ADDR',
      ),
    );
    expect((await replica.kubernetes.list('StatefulSet')).items).toEqual([]);
  });

  it('takes its token along when it goes with its data', async () => {
    const replica = open({ ...adoptConsul(), ...adoptVault() });
    await replica.stack.deploy('nomad');
    await untilDone(replica);
    const { data } = await replica.kubernetes.get<ConfigMap>(
      'Secret',
      'nomad-adopted-consul',
      'nomad',
    );
    const token = new Secret(Buffer.from(data['token'] ?? '', 'base64').toString());
    await consul.as(token).acl.whoAmI();
    await replica.stack.destroy('nomad', true);
    await untilRun(replica, 'destroy-nomad');
    await expect(consul.as(token).acl.whoAmI()).rejects.toMatchObject({ kind: 'forbidden' });
    await replica.stack.deploy('nomad');
    await untilDone(replica);
  });
});

describe('Nomad beside a Vault that was given by address', () => {
  it('is told of it, and lets its tasks log in there', async () => {
    const replica = open(adoptVault());
    expect(await replica.stack.deploy('nomad')).toMatchObject({ along: ['Consul'] });
    await untilDone(replica);
    const { 'adopted.hcl': hcl, ...authorities } = await configOf(replica);
    expect(plain(hcl)).toBe(vaultBlock);
    expect(authorities).toEqual({ 'vault.crt': pem });
    expect((await podOf(replica)).initContainers.map(({ name }) => name)).toContain('consul');
    expect(await vault.read(['auth', 'jwt-nomad', 'config'])).toMatchObject({
      jwks_url: `${sandbox.nomad}/.well-known/jwks.json`,
    });
    const steps = await stepsOf(replica);
    expect(steps).toEqual(
      expect.arrayContaining([
        'check what may be done at Vault: 11 are granted',
        'register Nomad in Consul: Consul has 3 of 3 Nomad servers',
        'let Vault trust Nomad: Vault takes the identities that Nomad signs',
      ]),
    );
    expect(steps.join()).not.toMatch(/initialise Vault|Vault servers|root token/);
    expect((await secretsOf(replica)).filter((name) => name.startsWith('vault'))).toEqual([]);
    expect(await toldBy(replica)).not.toContain(root.reveal());
  });

  it('names every right that the token lacks, before anything is started', async () => {
    await vault.writePolicy('little', 'path "sys/auth" {\n  capabilities = ["read"]\n}');
    const { token } = await (async () => {
      const answer = await fetch(`${vaultAt}/v1/auth/token/create`, {
        method: 'POST',
        headers: { 'x-vault-token': root.reveal() },
        body: JSON.stringify({ policies: ['little'] }),
      });
      const { auth } = (await answer.json()) as { auth: { client_token: string } };
      return { token: auth.client_token };
    })();
    const replica = open({ ...adoptConsul(), ...adoptVault(token) });
    await replica.stack.deploy('nomad');
    const cause = await untilFailed(replica);
    expect(cause).toMatch(/^Vault does not let the token in VAULT_TOKEN read sys\/mounts, nor /);
    expect(cause).toContain('update auth/jwt-nomad/config');
    expect(cause).not.toContain('read sys/auth');
    expect((await replica.kubernetes.list('StatefulSet')).items).toEqual([]);
  });

  it('does not turn the trust of another Nomad', async () => {
    await vault.enableAuth('jwt-nomad', 'jwt');
    const config = ['auth', 'jwt-nomad', 'config'];
    await vault.write(config, {
      jwks_url: 'https://other.test/keys',
      skip_jwks_validation: true,
    });
    const replica = open({ ...adoptConsul(), ...adoptVault() });
    await replica.stack.deploy('nomad');
    expect(await untilFailed(replica)).toContain(
      'Vault has an entry auth/jwt-nomad/config that is not mine',
    );
    expect((await replica.kubernetes.list('StatefulSet')).items).toEqual([]);
    expect(await vault.read(config)).toMatchObject({ jwks_url: 'https://other.test/keys' });
  });
});

it('leaves nothing of our own Consul and Vault to Nomad where both were given', async () => {
  const replica = open({ ...adoptConsul(), ...adoptVault() });
  expect(await replica.stack.deploy('nomad')).toMatchObject({ kind: 'started', along: [] });
  await untilDone(replica);
  expect(plain((await configOf(replica))['adopted.hcl'])).toBe(`${consulBlock}\n${vaultBlock}`);
  expect(await secretsOf(replica)).toEqual([
    'hashinetes-ca',
    'nomad-adopted-consul',
    'nomad-client-tls',
    'nomad-identity',
    'nomad-secrets',
    'nomad-tls',
  ]);
  expect(await toldBy(replica)).not.toMatch(/consul\.svc|vault\.svc/);
  expect(await replica.stack.deploy('consul')).toMatchObject({ kind: 'adopted' });
  expect(await replica.stack.scale('vault', 5)).toEqual({ kind: 'adopted' });
  expect(await replica.stack.destroy('consul', false)).toEqual({ kind: 'adopted' });
  expect(await replica.stack.deploy('nomad')).toMatchObject({ kind: 'already' });
});

it('lets the worker into a Vault that was given, and Vault into the database', async () => {
  const replica = open(adoptVault());
  expect(await replica.stack.deploy('database')).toMatchObject({ kind: 'started', along: [] });
  await untilDone(replica);
  expect(await stepsOf(replica)).toEqual(
    expect.arrayContaining([
      'let Kubernetes log in to Vault: Vault lets the worker in',
      'let Vault make database users: Vault makes users for the worker',
    ]),
  );
  expect((await vault.roles()).toSorted()).toEqual(['observer', 'worker']);
});

it('is spoken of as somebody else’s', async () => {
  const { kubernetes: server } = sandbox;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    users: [{ name: 'u', user: {} }],
  };
  await writeFile(join(folder, 'config'), JSON.stringify(config));
  const house = await openHouse({
    KUBECONFIG: join(folder, 'config'),
    CONSUL_HTTP_ADDR: consulAt,
    CONSUL_HTTP_TOKEN: operator.reveal(),
    HASHINETES_WRITES: '1',
  });
  ends.unshift(house.close);
  const speech = async (text: string): Promise<string> => (await house.say(text)).speech;
  await speech('be plain');
  await eventually(async () => expect(await speech('how is consul')).toMatch(/^Consul, given/));
  expect(await speech('deploy nomad')).toBe(
    `Nothing was started: Consul was given to me as ${consulAt} in CONSUL_HTTP_ADDR, and no pod can reach that. Set CONSUL_HTTP_ADDR_FOR_PODS to the address that pods reach.`,
  );
  expect(await speech('how is consul')).toMatch(
    /^Consul, given to me by address, is up: 3 of 3 servers are ready, consul-\d leads, and all of them vote\.$/,
  );
  expect(await speech('how is everything')).toMatch(/^Consul, given to me by address, is up/);
  expect(await speech('scale consul to five servers')).toBe(
    'Consul was given to me by address, so its size is not mine to change. Nothing was done.',
  );
  expect(await speech('destroy consul')).toBe(
    'Consul was given to me by address, so it is not mine to destroy. Nothing was done.',
  );
  expect(await speech('deploy consul')).toMatch(
    /^Consul was given to me by address, so I leave it/,
  );
});
