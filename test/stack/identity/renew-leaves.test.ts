import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/platforms/kubernetes/kubernetes.ts';
import {
  ensureIdentity,
  type IdentityOptions,
} from '../../../src/stack/identity/ensure-identity.ts';
import { renewLeaves } from '../../../src/stack/identity/renew-leaves.ts';
import { openCluster, type TestCluster } from './cluster.ts';

const day = 86_400_000;
const made = Date.parse('2026-11-22T12:00:00Z');

let cluster: TestCluster;
let options: IdentityOptions;
beforeEach(async () => {
  cluster = await openCluster();
  options = {
    kubernetes: cluster.kubernetes,
    parts: ['consul', 'vault', 'nomad', 'database'],
    clock: () => made,
    random: randomBytes,
  };
});
afterEach(() => cluster.close());

const on = (days: number): IdentityOptions => ({ ...options, clock: () => made + days * day });

const versionOf = async (name: string, namespace: string): Promise<string | undefined> =>
  (await cluster.kubernetes.get<KubeObject>('Secret', name, namespace)).metadata.resourceVersion;

it('renews nothing that is young', async () => {
  await ensureIdentity(options);
  const before = await versionOf('nomad-tls', 'nomad');
  expect(await renewLeaves(on(58))).toEqual([]);
  expect(await versionOf('nomad-tls', 'nomad')).toBe(before);
});

it('renews every leaf in time, says whose pods have to be rolled, and keeps the CA', async () => {
  const before = await ensureIdentity(options);
  const renewals = await renewLeaves(on(59.5));
  expect(renewals.map(({ secret, restarts }) => [secret, restarts])).toEqual([
    ['consul-tls', 'consul'],
    ['vault-tls', 'vault'],
    ['nomad-tls', 'nomad'],
    ['nomad-client-tls', undefined],
    ['database-tls', 'database'],
  ]);
  const after = await ensureIdentity(options);
  expect(after.caPem).toBe(before.caPem);
  const rolled = renewals.flatMap(({ restarts, stamp }) => (restarts ? [[restarts, stamp]] : []));
  expect(after.stamps).toEqual(Object.fromEntries(rolled));
  expect(Object.values(after.stamps)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(Object.values(before.stamps).join('|'))]),
  );
  expect(await renewLeaves(on(60))).toEqual([]);
});

it('renews a certificate once where two look at the same time', async () => {
  await ensureIdentity({ ...options, parts: ['vault'] });
  const looks = [
    renewLeaves({ ...on(70), parts: ['vault'] }),
    renewLeaves({ ...on(70), parts: ['vault'] }),
  ];
  expect((await Promise.all(looks)).flat().map(({ secret }) => secret)).toEqual(['vault-tls']);
});

it('renews nothing where there is nothing', async () => {
  expect(await renewLeaves(on(70))).toEqual([]);
});

it('asks for the CA where it is gone', async () => {
  await ensureIdentity({ ...options, parts: ['vault'] });
  await cluster.kubernetes.remove('Secret', 'hashinetes-ca', 'hashinetes');
  await expect(renewLeaves({ ...on(70), parts: ['vault'] })).rejects.toThrow(
    /hashinetes-ca is gone, so no certificate can be renewed/,
  );
});
