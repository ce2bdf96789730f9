import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { measureClauses, tlsOf } from '../../src/stack/clause.ts';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { namePeer } from '../../src/stack/components/name-peer.ts';
import { eventually, openHouse } from '../house.ts';
import { createReplica, type Replica, untilRun } from './replica.ts';

let sandbox: Sandbox;
let replica: Replica;

beforeEach(async () => {
  sandbox = await startSandbox({ paceFactor: 0.01, clock: () => new Date(), random: Math.random });
  replica = createReplica(sandbox, 'one', Date.now);
});
afterEach(async () => {
  await replica.stop();
  await sandbox.stop();
});

async function clausesOf(component: string): Promise<readonly string[]> {
  const { clauses } = await replica.stack.examine(component);
  return clauses.map(({ about, state, seen }) => `${about} ${state}: ${seen}`);
}

describe('a status', () => {
  it('measures each clause, and says what it does not know', async () => {
    await replica.stack.deploy('nomad');
    await untilRun(replica, 'deploy-nomad');
    expect(await clausesOf('nomad')).toEqual([
      'registered yes: Consul lists 3 of 3 as passing',
      'trusted yes: Vault has a role for its tasks',
    ]);
    expect(await clausesOf('consul')).toEqual(['votes yes: 3 of 3 vote']);
    expect(await clausesOf('vault')).toEqual(['unsealed yes: it is unsealed']);
    expect(await clausesOf('database')).toEqual([]);

    sandbox.controls.consul.setHealth('nomad', { status: 'critical', output: 'on fire' });
    sandbox.controls.vault.close();
    await eventually(async () =>
      expect(await clausesOf('nomad')).toEqual([
        'registered no: Consul lists 0 of 3 as passing',
        'trusted unknown: Vault is sealed',
      ]),
    );
    expect(await clausesOf('vault')).toEqual(['unsealed no: it is sealed']);

    sandbox.controls.consul.trouble({ path: /health\/service\/nomad/ }, { delayMs: 500_000 });
    expect((await clausesOf('nomad'))[0]).toBe('registered unknown: it did not answer in time');
  });

  it('of a database says whether Vault can make users in it', async () => {
    await replica.stack.deploy('database');
    await untilRun(replica, 'deploy-database');
    const before = sandbox.controls.vault.users();
    expect(await clausesOf('database')).toEqual([
      'users yes: Vault made a user in it and took it back',
    ]);
    expect(sandbox.controls.vault.users()).toEqual(before);
  });

  it('tells a certificate that is verified from one that is not', async () => {
    const tell = async (refusal: string | undefined) => {
      const measures = { ...replica.clients, handshake: async () => ({ refusal }) };
      return measureClauses([tlsOf('nomad')], measures);
    };
    expect(await tell(undefined)).toEqual([
      { about: 'tls', state: 'yes', seen: 'its certificate is verified' },
    ]);
    expect(await tell('SELF_SIGNED_CERT_IN_CHAIN')).toEqual([
      { about: 'tls', state: 'no', seen: 'it is SELF_SIGNED_CERT_IN_CHAIN' },
    ]);
  });
});

it('names a server by the address that it has of its own', async () => {
  await replica.stack.deploy('consul');
  await untilRun(replica, 'deploy-consul');
  const { kubernetes } = replica.clients;
  type Service = KubeObject & { readonly spec: { readonly clusterIP: string } };
  const { spec } = await kubernetes.get<Service>('Service', 'consul-1-peer', 'consul');
  expect(await namePeer(kubernetes, 'consul', `${spec.clusterIP}:8300`)).toBe('consul-1');
  expect(await namePeer(kubernetes, 'consul', '192.0.2.1:8300')).toBe('192.0.2.1:8300');
  sandbox.controls.kubernetes.faults.deny({ verb: 'list', resource: 'services' });
  const address = `${spec.clusterIP}:8300`;
  expect(await namePeer(kubernetes, 'consul', address)).toBe(address);
});

it('does not count a server that is on its way out, which its set still does', async () => {
  await replica.stack.deploy('consul');
  await untilRun(replica, 'deploy-consul');
  const { kubernetes } = replica.clients;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'consul-1', namespace: 'consul' },
  };
  const held = { ...pod, metadata: { ...pod.metadata, finalizers: ['test.dev/held'] } };
  await kubernetes.apply(held, { force: true });
  await kubernetes.remove('Pod', 'consul-1', 'consul');
  await eventually(async () =>
    expect((await replica.stack.status('consul')).servers).toMatchObject({ ready: 2, wanted: 3 }),
  );
});

it('tells, from its first second on, that a deployment is under way', async () => {
  const house = await openHouse({ SANDBOX_PACE: '0.2' });
  try {
    await house.say('deploy everything');
    const heard = new Set<string>();
    await eventually(async () => {
      for (const asked of ['what is the status', 'how is nomad', 'how is vault'])
        heard.add((await house.say(asked)).text);
      expect((await house.say('are we there yet')).text).toMatch(/^(Yes|We are there)/);
    }, 60_000);
    const told = [...heard];
    expect(
      told.filter((text) => /(is empty|Nothing is deployed|There is no \w+ in)/.test(text)),
    ).toEqual([]);
    expect(told[0]).toMatch(/^Nothing is there yet in the sandbox\. A deployment of .* under way/);
    expect(told[1]).toMatch(
      /^Nomad is not there yet in the sandbox\. A deployment of .* under way/,
    );
  } finally {
    await house.close();
  }
}, 90_000);

it('is spoken clause by clause', async () => {
  const house = await openHouse();
  try {
    await house.deployNomad();
    const { speech, display } = await house.say('how is nomad');
    expect(speech).toMatch(
      /^Nomad is up in the sandbox: 3 of 3 servers are ready, nomad-\d leads, Consul lists all of it, and Vault trusts it\. /,
    );
    expect(display?.rows).toEqual([
      ['registered', 'yes', 'Consul lists 3 of 3 as passing'],
      ['trusted', 'yes', 'Vault has a role for its tasks'],
    ]);
    house.sandbox?.controls.vault.close();
    expect((await house.say('how is vault')).speech).toMatch(/^Vault is sealed in the sandbox: /);
  } finally {
    await house.close();
  }
});
