import { setTimeout as pass } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { eventually, openHouse } from '../house.ts';
import { createReplica, type Replica, untilRun } from './replica.ts';

let sandbox: Sandbox | undefined;
let replica: Replica | undefined;
afterEach(async () => {
  await replica?.stop();
  await sandbox?.stop();
});

type Products = { readonly vault?: 'hashicorp'; readonly database?: 'mariadb' };

async function open(products: Products): Promise<Replica> {
  const world = { clock: () => new Date(), random: Math.random };
  sandbox = await startSandbox({ paceFactor: 0.01, ...world, ...products });
  replica = createReplica(sandbox, 'one', Date.now, products);
  return replica;
}

type Found = KubeObject & {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { image: string }[] } };
  };
};

async function imageOf({ kubernetes }: Replica, name: string, namespace: string) {
  const { spec } = await kubernetes.get<Found>('StatefulSet', name, namespace);
  return spec.template.spec.containers[0]?.image;
}

describe("HashiCorp's Vault", { timeout: 90_000 }, () => {
  it('is deployed, and unsealed with the keys that it told, unless it was sealed since', async () => {
    const one = await open({ vault: 'hashicorp' });
    await one.stack.deploy('vault', 3);
    await untilRun(one, 'deploy-vault');
    expect(await imageOf(one, 'vault', 'vault')).toMatch(/^hashicorp\/vault:/);
    expect(await one.clients.vault.status()).toMatchObject({ sealType: 'shamir', isSealed: false });
    await pass(2_500); // Kubernetes tells in whole seconds which was later, the start or the seal
    sandbox?.controls.vault.close();
    expect((await one.clients.vault.status()).isSealed).toBe(true);
    const servers = ['vault-0', 'vault-1', 'vault-2'];
    const shut = { kind: 'shut', title: 'Vault', servers };
    await eventually(async () =>
      expect(await one.stack.status('vault')).toMatchObject({ servers: { ready: 0 } }),
    );
    expect(await one.stack.deploy('vault')).toEqual(shut);
    await one.unseal();
    expect((await one.clients.vault.status()).isSealed).toBe(true);
    for (const name of servers) await one.kubernetes.remove('Pod', name, 'vault');
    await eventually(async () => {
      await one.unseal();
      expect(await one.stack.status('vault')).toMatchObject({ servers: { ready: 3 } });
    });
    expect((await one.stack.deploy('vault')).kind).toBe('already');
    expect(await one.stack.status('vault')).toMatchObject({ isUp: true, servers: { ready: 3 } });
  });
});

describe("HashiCorp's Vault, when a server of it has started", { timeout: 90_000 }, () => {
  async function deployed(): Promise<Replica> {
    const one = await open({ vault: 'hashicorp' });
    await one.stack.deploy('vault', 3);
    await untilRun(one, 'deploy-vault');
    return one;
  }
  const isSealed = async ({ world }: Replica, ordinal: number): Promise<boolean> =>
    (await world.vaultAt(ordinal).status()).isSealed;
  const comesBackSealed = (one: Replica): Promise<void> =>
    eventually(async () => expect(await isSealed(one, 2)).toBe(true));

  it('is unsealed with the kept keys, and by nobody where those are gone', async () => {
    const one = await deployed();
    await one.kubernetes.remove('Pod', 'vault-2', 'vault');
    await comesBackSealed(one);
    await eventually(async () => {
      await one.unseal();
      expect(await isSealed(one, 2)).toBe(false);
    });
    expect(one.logged).toContainEqual({ event: 'vault.unsealed', detail: { server: 'vault-2' } });
    await eventually(async () =>
      expect(await one.stack.status('vault')).toMatchObject({ servers: { ready: 3 } }),
    );
    await one.kubernetes.remove('Secret', 'vault-init', 'hashinetes');
    await one.kubernetes.remove('Pod', 'vault-2', 'vault');
    await comesBackSealed(one);
    await one.unseal();
    expect(await isSealed(one, 2)).toBe(true);
  });

  it('is left sealed where somebody sealed it while it was open', async () => {
    const one = await deployed();
    await pass(2_100); // Kubernetes tells times in whole seconds
    sandbox?.controls.vault.close('vault-2');
    await eventually(async () =>
      expect(await one.stack.status('vault')).toMatchObject({ servers: { ready: 2 } }),
    );
    await one.unseal();
    expect([await isSealed(one, 1), await isSealed(one, 2)]).toEqual([false, true]);
  });
});

describe('MariaDB', { timeout: 90_000 }, () => {
  it('is deployed as the database, and Vault makes users in it', async () => {
    const one = await open({ database: 'mariadb' });
    await one.stack.deploy('database');
    await untilRun(one, 'deploy-database');
    expect(await imageOf(one, 'mariadb', 'database')).toMatch(/^mariadb:/);
    const { username, lease } = await one.clients.vault.issue('observer');
    expect(sandbox?.controls.vault.users()).toContain(username);
    await one.clients.vault.revokeLease(lease);
    expect(sandbox?.controls.vault.users()).not.toContain(username);
    expect(await one.stack.status('database')).toMatchObject({ isUp: true });
  });
});

describe('the settings', () => {
  it('are OpenBao and PostgreSQL where nothing else is said', () => {
    expect(parseConfig({}).settings).toMatchObject({
      HASHINETES_VAULT: 'openbao',
      HASHINETES_DATABASE: 'postgres',
    });
    expect(() => parseConfig({ HASHINETES_DATABASE: 'oracle' })).toThrow(/HASHINETES_DATABASE/);
  });

  it('decide what is deployed by voice', async () => {
    const house = await openHouse({
      HASHINETES_VAULT: 'hashicorp',
      HASHINETES_DATABASE: 'mariadb',
    });
    try {
      await house.say('deploy the database');
      await expect
        .poll(async () => (await house.say('are we there yet')).speech, { timeout: 15_000 })
        .toMatch(/^(Yes|We are there)/);
      expect((await house.say('how is the database')).speech).toMatch(/Vault makes users in it/);
      const worked = await house.say('run the worker');
      expect(worked.speech).not.toMatch(/did not|can not/);
      const sets = await fetch(`${house.sandbox?.kubernetes}/apis/apps/v1/statefulsets`);
      const { items } = (await sets.json()) as { items: KubeObject[] };
      expect(items.map(({ metadata }) => metadata.name).toSorted()).toEqual(['mariadb', 'vault']);
    } finally {
      await house.close();
    }
  });
});
