import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../src/platforms/vault/client.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { bao, openBao } from '../platforms/vault/ground/bao.ts';
import type { Ground } from '../platforms/vault/ground/ground.ts';
import { openSandbox } from '../platforms/vault/ground/sandbox.ts';
import { createReplica, type Replica, untilDone, untilFailed } from './replica.ts';

type Open = (review: Sandbox['reviewToken']) => Promise<Ground>;

const openOutside: Open = (review) => openSandbox('static', Date.now, { isOutside: true, review });
const grounds: readonly (readonly [string, Open])[] = [
  ['the sandbox', openOutside],
  ...(bao ? ([['a real OpenBao', () => openBao('static')]] as const) : []),
];

const ends: (() => Promise<unknown>)[] = [];
// The library of the kubeconfig takes longer to load on a busy machine than a turn may last.
beforeAll(() => import('@kubernetes/client-node'), 60_000);
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A Vault in no pod of the cluster, which has no service account and no CA of it. */
async function besides(open: Open) {
  const clock = (): Date => new Date();
  const sandbox = await startSandbox({ paceFactor: 0.02, clock, random: Math.random });
  const ground = await open(sandbox.reviewToken);
  const client = createVault({ origin: async () => ({ url: ground.url }) });
  const { rootToken: root } = await client.init();
  const environment = {
    VAULT_ADDR: ground.url,
    VAULT_ADDR_FOR_PODS: 'https://vault.elsewhere.test:8200',
    VAULT_TOKEN: root.reveal(),
  };
  const replica = createReplica(sandbox, 'one', Date.now, { environment });
  ends.push(replica.stop, client.close, sandbox.stop, ground.close);
  return { replica, vault: client.as(root), ground };
}

const seenOf = async ({ stack }: Replica): Promise<string | undefined> =>
  (await stack.progress())?.run.steps.find(({ name }) => name === 'let Kubernetes log in to Vault')
    ?.seen;

describe.each(grounds)('a database beside a Vault outside of the cluster: %s', (_name, open) => {
  it('is not begun, and the cause is what has to be told to that Vault', async () => {
    const { replica } = await besides(open);
    expect(await replica.stack.deploy('database')).toMatchObject({ kind: 'started' });
    expect(await untilFailed(replica)).toBe(
      'Vault runs outside this cluster, and can not ask it who the worker is; set up its auth/kubernetes beforehand',
    );
    expect((await replica.kubernetes.list('StatefulSet')).items).toEqual([]);
  }, 60_000);
});

it('comes up where that Vault was told beforehand whom to ask', async () => {
  const { replica, vault, ground } = await besides(openOutside);
  await vault.enableAuth('kubernetes', 'kubernetes');
  const ca = 'a CA of the cluster';
  const config = { kubernetes_host: ground.kubernetesHost, kubernetes_ca_cert: ca };
  await vault.write(['auth', 'kubernetes', 'config'], config);
  await replica.stack.deploy('database');
  await untilDone(replica);
  expect(await seenOf(replica)).toBe('Vault lets the worker in');
  expect(await vault.read(['auth', 'kubernetes', 'config'])).toMatchObject(config);
}, 60_000);
