import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { eventually } from '../house.ts';
import { type Replica, untilRun } from './replica.ts';
import { useStage } from './stage.ts';

const stage = useStage(0.01);
const { open } = stage;

async function deploy(component: string, servers?: number, replica = open()): Promise<Replica> {
  await replica.stack.deploy(component, servers);
  await untilRun(replica, `deploy-${component}`);
  return replica;
}

async function destroy(replica: Replica, component: string, withData = false): Promise<string> {
  const order = await replica.stack.destroy(component, withData);
  expect(order.kind).toBe('started');
  return (await untilRun(replica, `destroy-${component}`)).result ?? '';
}

type Secret = KubeObject & { readonly data: Readonly<Record<string, string>> };

async function namesOf({ kubernetes }: Replica, kind: string, namespace: string) {
  const { items } = await kubernetes.list<KubeObject>(kind, { namespace });
  return items.map(({ metadata }) => metadata.name);
}

async function secretsOf({ kubernetes }: Replica): Promise<ReadonlyMap<string, string>> {
  const { items } = await kubernetes.list<Secret>('Secret');
  return new Map(items.map(({ metadata, data }) => [metadata.name, JSON.stringify(data)]));
}

describe('without its data', { timeout: 90_000 }, () => {
  it('leaves volumes, secrets and addresses, on which the next one comes back as it was', async () => {
    const replica = await deploy('vault', 5);
    const vault = replica.clients.vault;
    expect((await vault.status()).isSealed).toBe(false);
    const before = await secretsOf(replica);
    expect(await destroy(replica, 'vault')).toBe(
      'what is left is 5 volumes and the secrets of Vault',
    );
    expect(await namesOf(replica, 'Pod', 'vault')).toEqual([]);
    expect(await namesOf(replica, 'StatefulSet', 'vault')).toEqual([]);
    expect(await namesOf(replica, 'ConfigMap', 'vault')).not.toContain('vault-config');
    expect(await namesOf(replica, 'Service', 'vault')).toContain('vault');
    expect(await replica.stack.status('vault')).toMatchObject({ servers: undefined });
    expect(await replica.stack.destroy('vault', false)).toEqual({ kind: 'absent' });

    expect(await replica.stack.deploy('vault')).toMatchObject({ kind: 'started', isBack: true });
    await untilRun(replica, 'deploy-vault');
    expect(await replica.stack.status('vault')).toMatchObject({
      isUp: true,
      servers: { wanted: 5 },
    });
    expect(await secretsOf(replica)).toEqual(before);
  });

  it('takes the consul domain out of the DNS again, and nothing else', async () => {
    const replica = open();
    type Map = KubeObject & { readonly data: object };
    const read = async () =>
      (await replica.kubernetes.get<Map>('ConfigMap', 'coredns', 'kube-system')).data;
    const before = await read();
    await deploy('consul', 3, replica);
    expect(await read()).not.toEqual(before);
    await destroy(replica, 'consul');
    expect(await read()).toEqual(before);
  });
});

describe('with its data', { timeout: 90_000 }, () => {
  it('leaves nothing of it, and the next one is new', async () => {
    const replica = await deploy('vault', 3);
    const before = await secretsOf(replica);
    expect(await destroy(replica, 'vault', true)).toBe('nothing of Vault is left');
    expect(await namesOf(replica, 'PersistentVolumeClaim', 'vault')).toEqual([]);
    expect(await namesOf(replica, 'Service', 'vault')).toEqual([]);
    expect(
      [...(await secretsOf(replica)).keys()].filter((name) => name.startsWith('vault')),
    ).toEqual([]);
    expect(await replica.stack.destroy('vault', true)).toEqual({ kind: 'absent' });
    await deploy('vault', 3, replica);
    const after = await secretsOf(replica);
    expect(after.get('vault-seal')).not.toBe(before.get('vault-seal'));
    expect(after.get('hashinetes-ca')).toBe(before.get('hashinetes-ca'));
    expect(await replica.stack.status('vault')).toMatchObject({ isUp: true });
  });

  it('can still go when what ran on it went before', async () => {
    const replica = await deploy('consul', 3);
    await destroy(replica, 'consul');
    expect(await destroy(replica, 'consul', true)).toBe('nothing of Consul is left');
  });

  it('stays while somebody lives by it', async () => {
    const replica = await deploy('database');
    expect(await replica.stack.destroy('vault', true)).toMatchObject({
      kind: 'needed',
      remains: { dependants: ['the database'] },
    });
    expect(await replica.stack.foreseeDestruction('vault', false)).toMatchObject({
      kind: 'there',
      remains: { dependants: ['the database'], servers: 3, volumes: 3 },
    });
    await destroy(replica, 'database', true);
    expect(await replica.clients.vault.roles()).toBeDefined();
    await deploy('database', undefined, replica);
    const { username } = await replica.clients.vault.issue('observer');
    expect(stage.sandbox.controls.vault.users()).toContain(username);
  });

  it('is everything, whoever needs another before that one, and comes up again from nothing', async () => {
    const replica = await deploy('everything');
    const before = await secretsOf(replica);
    expect(await destroy(replica, 'everything', true)).toBe(
      'nothing of Consul, Vault, the database or Nomad is left',
    );
    const { run } = (await replica.stack.progress()) ?? {};
    const downs = run?.steps.map(({ name }) => name).filter((name) => name.endsWith('down'));
    expect(downs).toEqual([
      'take Nomad down',
      'take the database down',
      'take Vault down',
      'take Consul down',
    ]);
    expect([...(await secretsOf(replica)).keys()]).toEqual([]);
    await deploy('everything', undefined, replica);
    const after = await secretsOf(replica);
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
    expect([...after].filter(([name, value]) => before.get(name) === value)).toEqual([]);
  });
});

describe('a destruction', { timeout: 90_000 }, () => {
  it('names what it may not do before it does anything', async () => {
    const replica = await deploy('consul', 3);
    stage.sandbox.controls.kubernetes.faults.deny({ verb: 'delete', resource: 'statefulsets' });
    await replica.stack.destroy('consul', false);
    await eventually(async () => {
      const { run } = (await replica.stack.progress()) ?? {};
      expect(run?.state).toBe('failed');
      expect(run?.result).toBe(
        'Hashinetes may not delete statefulsets in namespace consul; apply deploy/install as an administrator',
      );
    });
    expect(await replica.stack.status('consul')).toMatchObject({ isUp: true });
  });

  it('is continued by another, and done again where it failed', async () => {
    const first = await deploy('nomad');
    const mend = stage.sandbox.controls.kubernetes.faults.trouble(
      { method: 'DELETE', path: /statefulsets/ },
      { status: 500 },
    );
    await first.stack.destroy('nomad', true);
    await eventually(async () => {
      const { run } = (await first.stack.progress()) ?? {};
      expect(run?.steps.find(({ name }) => name === 'take Nomad down')?.state).toBe('acting');
    });
    await first.stop();
    mend();
    const second = open('second');
    await second.runner.adopt();
    expect((await untilRun(second, 'destroy-nomad')).result).toBe('nothing of Nomad is left');
  });
});
