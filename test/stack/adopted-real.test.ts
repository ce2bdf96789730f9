import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject, Kubernetes } from '../../src/platforms/kubernetes/kubernetes.ts';
import type { Origin } from '../../src/platforms/http.ts';
import type { Job } from '../../src/platforms/nomad/nomad.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { Secret } from '../../src/secret.ts';
import { readIdentity } from '../../src/stack/identity/read-identity.ts';
import { eventually } from '../house.ts';
import { bao } from '../platforms/vault/ground/bao.ts';
import { freePort } from '../servers/listen.ts';
import { find, type Running, start } from '../servers/program.ts';
import { consulProgram, type Neighbours, openNeighbours } from './neighbours.ts';
import { createReplica, type Replica, untilFailed } from './replica.ts';

const nomadProgram = find('nomad', 'NOMAD');
const missing = [
  ...(bao ? [] : ['bao on PATH or in BAO']),
  ...(nomadProgram ? [] : ['nomad on PATH or in NOMAD']),
  ...(consulProgram ? [] : ['consul on PATH or in CONSUL']),
  ...(process.getuid?.() === 0 ? [] : ['root, whom a Nomad client needs']),
];

type Kept = KubeObject & { readonly data: Readonly<Record<string, string>> };

describe.skipIf(missing.length > 0)(
  `a real Nomad beside a real Consul and OpenBao of somebody else${missing.length > 0 ? `: skipped, there is no ${missing.join(', no ')}` : ''}`,
  { timeout: 180_000 },
  () => {
    let neighbours: Neighbours;
    let sandbox: Sandbox;
    let replica: Replica;
    let agent: Running;
    let folder: string;
    let ports: readonly number[];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'hashinetes-nomad-'));
      ports = await Promise.all([freePort(), freePort(), freePort()]);
      neighbours = await openNeighbours();
      sandbox = await startSandbox({
        paceFactor: 0.02,
        clock: () => new Date(),
        random: Math.random,
      });
      const { caFile, consulPort, vaultPort, operator, root } = neighbours;
      const url = `https://localhost:${ports[0]}`;
      let origin: Origin | undefined;
      replica = createReplica(sandbox, 'one', Date.now, {
        environment: {
          CONSUL_HTTP_ADDR: `https://localhost:${consulPort}`,
          CONSUL_HTTP_ADDR_FOR_PODS: 'https://consul.elsewhere.test:8501',
          CONSUL_HTTP_TOKEN: operator.reveal(),
          CONSUL_CACERT: caFile,
          VAULT_ADDR: `https://localhost:${vaultPort}`,
          VAULT_ADDR_FOR_PODS: 'https://vault.elsewhere.test:8200',
          VAULT_TOKEN: root.reveal(),
          VAULT_CACERT: caFile,
          NOMAD_ADDR_FOR_OTHERS: url,
        },
        nomad: {
          kind: 'deployed',
          address: url,
          async origin() {
            const { kubernetes } = replica;
            const ca = await readIdentity({ kubernetes }).ca();
            return (origin ??= { url, tls: { ...(ca !== undefined && { ca }) } });
          },
        },
        seen: withAddress('127.0.0.1'),
      });
    }, 60_000);
    afterAll(async () => {
      await agent?.stop();
      await replica?.stop();
      await sandbox?.stop();
      await neighbours?.close();
      const mounts = (await readFile('/proc/mounts', 'utf8')).split('\n');
      for (const [, place = ''] of mounts.map((line) => line.split(' ')))
        if (place.startsWith(`${folder}/`)) spawnSync('umount', [place]); // a client leaves them to the next
      await rm(folder, { recursive: true, force: true });
    });

    it('is not begun where the tokens of the operator may not do what it takes', async () => {
      const { consul, vault, caFile, consulPort, vaultPort, operator } = neighbours;
      const little = {
        consul: new Secret('33333333-1111-1111-1111-111111111111'),
        vault: new Secret('a-little-token-of-vault'),
      };
      await consul.acl.putPolicy({
        Name: 'little',
        Rules: 'node_prefix "" { policy = "read" }\nservice_prefix "" { policy = "read" }',
      });
      await consul.acl.putToken({
        AccessorID: '33333333-2222-1111-1111-111111111111',
        SecretID: little.consul,
        Description: '',
        Policies: [{ Name: 'little' }],
      });
      await vault.writePolicy('little', 'path "sys/mounts" {\n  capabilities = ["read"]\n}');
      const order = { id: little.vault.reveal(), policies: ['little'] };
      await vault.write(['auth', 'token', 'create'], order);
      const failed = async (consulToken: Secret, vaultToken: Secret): Promise<string> => {
        const elsewhere = await startSandbox({
          paceFactor: 0.02,
          clock: () => new Date(),
          random: Math.random,
        });
        const other = createReplica(elsewhere, 'two', Date.now, {
          environment: {
            CONSUL_HTTP_ADDR: `https://localhost:${consulPort}`,
            CONSUL_HTTP_ADDR_FOR_PODS: 'https://consul.elsewhere.test:8501',
            CONSUL_HTTP_TOKEN: consulToken.reveal(),
            CONSUL_CACERT: caFile,
            VAULT_ADDR: `https://localhost:${vaultPort}`,
            VAULT_ADDR_FOR_PODS: 'https://vault.elsewhere.test:8200',
            VAULT_TOKEN: vaultToken.reveal(),
            VAULT_CACERT: caFile,
          },
        });
        await other.stack.deploy('nomad', 1);
        const cause = await untilFailed(other);
        expect((await other.kubernetes.list('StatefulSet')).items).toEqual([]);
        await other.stop();
        await elsewhere.stop();
        return cause;
      };
      expect(await failed(little.consul, neighbours.root)).toMatch(
        /lacks permission 'acl:read'.*; the token in CONSUL_HTTP_TOKEN needs acl = "write"$/,
      );
      expect(await failed(operator, little.vault)).toMatch(
        /^Vault does not let the token in VAULT_TOKEN read sys\/auth, nor sudo sys\/auth\/jwt-nomad, nor .*update auth\/jwt-nomad\/config/,
      );
    });

    it('is in its catalog, and its tasks log in to both', async () => {
      expect(await replica.stack.deploy('nomad', 1)).toMatchObject({ kind: 'started', along: [] });
      agent = await eventually(startAgent, 60_000);
      await eventually(async () => {
        const run = (await replica.stack.progress())?.run;
        const left = run?.steps.filter(({ state }) => state !== 'done');
        expect(run?.state, `${run?.result} ${JSON.stringify(left)}`).toBe('done');
      }, 90_000);
      const seen = (await replica.stack.progress())?.run.steps.map((step) => step.seen);
      expect(seen).toEqual(
        expect.arrayContaining([
          'Consul has 1 of 1 Nomad servers',
          'Consul takes the identities that Nomad signs',
          'Vault takes the identities that Nomad signs',
        ]),
      );

      const { consul, vault } = neighbours;
      await eventually(async () => {
        const { value } = await consul.instances('nomad');
        expect(new Set(value.map(({ tags, health }) => `${tags.join()} ${health}`))).toEqual(
          new Set(['http passing', 'rpc passing', 'serf passing']),
        );
      }, 30_000);
      const [vaultToken, consulToken] = await tokensOfTask(); // which end with the task
      const { policies } = await vault.as(vaultToken).whoAmI();
      expect(policies).toEqual(['default', 'nomad-workloads']);
      const tasks = consul.as(consulToken);
      await tasks.acl.whoAmI();
      expect((await tasks.services()).value.map(({ name }) => name)).toContain('nomad');
      await expect(tasks.register({ Node: 'x', Address: '10.0.0.1' })).rejects.toMatchObject({
        kind: 'forbidden',
      });
    });

    it('takes itself off when it ends', async () => {
      const manager = replica.clients.nomad.as(await first());
      await manager.stop('who');
      await eventually(async () => {
        const { value } = await manager.allocations('who');
        expect(value.map(({ ClientStatus }) => ClientStatus)).toEqual(['complete']);
      });
      await agent.stop();
      await eventually(async () =>
        expect((await neighbours.consul.instances('nomad')).value).toEqual([]),
      );
    });

    /** Nomad with the very files that its pod would have, and the addresses of this machine in them. */
    async function startAgent(): Promise<Running> {
      const { kubernetes } = replica;
      const read = async (kind: string, name: string): Promise<Kept['data']> =>
        (await kubernetes.get<Kept>(kind, name, 'nomad')).data;
      const secret = async (name: string): Promise<Kept['data']> =>
        Object.fromEntries(
          Object.entries(await read('Secret', name)).map(([key, value]) => [
            key,
            Buffer.from(value, 'base64').toString(),
          ]),
        );
      await kubernetes.get('StatefulSet', 'nomad', 'nomad'); // everything else is there then
      const [config, adopted, gossip, tls, { token = '' }] = await Promise.all([
        read('ConfigMap', 'nomad-config'),
        read('ConfigMap', 'nomad-adopted'),
        secret('nomad-secrets'),
        secret('nomad-tls'),
        secret('nomad-adopted-consul'),
      ]);
      const env = { ...process.env, POD_NAME: 'nomad-0', POD_IP: '127.0.0.1', SERVERS: '1' };
      const script = here(config['init.sh'] ?? '').replace(
        /until nslookup.*\n/,
        'until true; do\n',
      );
      spawnSync('sh', ['-c', script], { env });
      const local = await readFile(join(folder, 'local.hcl'), 'utf8');
      const [http, rpc, serf] = ports;
      const files = {
        'server.hcl': config['server.hcl'] ?? '',
        ...adopted,
        ...gossip,
        ...tls,
        'local.hcl': local.replaceAll(/nomad-0-peer\.[\w.-]+/g, '127.0.0.1'),
        'machine.hcl': [
          `ports {\n  http = ${http}\n  rpc = ${rpc}\n  serf = ${serf}\n}`,
          'client {\n  enabled = true\n  network_interface = "lo"\n}',
          'plugin "raw_exec" {\n  config {\n    enabled = true\n  }\n}',
        ].join('\n'),
      };
      for (const [name, text] of Object.entries(files))
        await writeFile(join(folder, name), here(text));
      const order = ['server.hcl', 'secrets.hcl', 'adopted.hcl', 'local.hcl', 'machine.hcl'];
      const args = order.map((name) => `-config=${join(folder, name)}`);
      return start(nomadProgram ?? '', ['agent', ...args], {
        env: { PATH: process.env['PATH'], CONSUL_HTTP_TOKEN: token }, // AWS_CA_BUNDLE would end it
      });
    }

    async function first(): Promise<Secret> {
      const identity = readIdentity({ kubernetes: replica.kubernetes });
      const token = await identity.read('nomad-identity', 'bootstrap');
      if (!token) throw new Error('There is no first token');
      return token;
    }

    function here(text: string): string {
      return text
        .replaceAll(/\/nomad\/(?:config|secrets|adopted|local|tls|data)/g, folder)
        .replace('consul.elsewhere.test:8501', `localhost:${neighbours.consulPort}`)
        .replace('vault.elsewhere.test:8200', `localhost:${neighbours.vaultPort}`);
    }

    /** Of Vault and of Consul, as a task of a job gets them. */
    async function tokensOfTask(): Promise<readonly [Secret, Secret]> {
      const file = join(folder, 'tokens');
      const { nomad } = replica.clients;
      const job: Job = {
        ID: 'who',
        Name: 'who',
        Type: 'batch',
        Datacenters: ['*'],
        TaskGroups: [
          {
            Name: 'who',
            Count: 1,
            Tasks: [
              {
                Name: 'who',
                Driver: 'raw_exec',
                Config: {
                  command: '/bin/sh',
                  args: ['-c', `echo "$VAULT_TOKEN $CONSUL_TOKEN" > ${file}; sleep 300`],
                },
                Vault: {},
                Consul: {},
              },
            ],
          },
        ],
      } as unknown as Job;
      const manager = nomad.as(await first());
      await manager.register(job, undefined, 0);
      const text = await eventually(async () => {
        const told = (await readFile(file, 'utf8')).trim().split(' ');
        expect(told).toHaveLength(2);
        return told;
      }, 60_000);
      const [vaultToken = '', consulToken = ''] = text;
      return [new Secret(vaultToken), new Secret(consulToken)];
    }
  },
);

/** The cluster, its pods at another address: that of what plays them. */
function withAddress(podIP: string) {
  return (kubernetes: Kubernetes): Kubernetes => ({
    ...kubernetes,
    async list<T extends KubeObject>(kind: string, selection?: object) {
      const found = await kubernetes.list<T>(kind, selection);
      if (kind !== 'Pod') return found;
      const moved = (pod: T): T => ({ ...pod, status: { podIP } });
      return { ...found, items: found.items.map(moved) };
    },
  });
}
