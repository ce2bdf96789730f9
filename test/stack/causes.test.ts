import { setTimeout } from 'node:timers/promises';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { eventually } from '../house.ts';
import { type Replica, untilFailed, untilRun } from './replica.ts';
import { useStage } from './stage.ts';

const stage = useStage(0.01);
const { open } = stage;

/** Waits until a step was seen so. */
async function untilSeen({ stack }: Replica, step: string, seen: RegExp): Promise<void> {
  await eventually(async () => {
    const run = (await stack.progress())?.run;
    expect(run?.steps.find(({ name }) => name === step)?.seen, run?.result).toMatch(seen);
  });
}

/** Time is up, and the cause is the last thing that was seen. */
async function causeOf(replica: Replica): Promise<string> {
  stage.forward(60 * 60_000);
  return untilFailed(replica);
}

const start = 'start the Consul servers';

describe('the cause of a run that fails', { timeout: 90_000 }, () => {
  it('is that no node takes its pods', async () => {
    const replica = open();
    for (const { name } of await replica.kubernetes.nodes())
      await replica.kubernetes.patch({ kind: 'Node', name }, { spec: { unschedulable: true } });
    await replica.stack.deploy('consul', 3);
    await untilSeen(replica, start, /because .*nodes are available/);
    expect(await causeOf(replica)).toMatch(
      /^it took too long; last seen: 0 of 3 servers are ready, because .*0\/7 nodes are available: 7 node\(s\) were unschedulable/,
    );
  });

  it.each([
    ['consul', start],
    ['openbao', 'initialise Vault'],
  ])('is that the image of %s can not be pulled, after a few tries', async (product, step) => {
    const folder = await mkdtemp(join(tmpdir(), 'hashinetes-deploy-'));
    await cp(new URL('../../deploy/', import.meta.url), folder, { recursive: true });
    const versions = join(folder, 'versions.yaml');
    const text = await readFile(versions, 'utf8');
    const wrong = text.replace(new RegExp(`(${product}): .*`), '$1: example.org/does-not-exist:1');
    await writeFile(versions, wrong);
    try {
      const replica = open('one', { deploy: pathToFileURL(`${folder}/`) });
      await replica.stack.deploy(product === 'consul' ? 'consul' : 'vault', 3);
      await untilSeen(replica, step, /because .*image/);
      await setTimeout(3_000); // it looks every two seconds, and counts from when it has seen that twice
      stage.forward(4 * 60_000);
      expect(await untilFailed(replica)).toMatch(/^it does not get better: .*does-not-exist/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is that there is no storage class to make volumes of', async () => {
    const replica = open();
    const { items } = await replica.kubernetes.list<KubeObject>('StorageClass');
    for (const { metadata } of items)
      await replica.kubernetes.remove('StorageClass', metadata.name);
    await replica.stack.deploy('consul', 3);
    await untilSeen(replica, start, /StorageClass/);
    expect(await causeOf(replica)).toBe(
      'it took too long; last seen: 0 of 3 servers are ready, because their volumes are not bound: the cluster has no default StorageClass, so make one the default',
    );
  });

  it('is that Consul has no leader', async () => {
    const replica = open();
    stage.sandbox.controls.consul.trouble(
      { path: /status\/leader/ },
      { status: 500, message: 'No cluster leader' },
    );
    await replica.stack.deploy('consul', 3);
    await untilSeen(replica, 'elect a Consul leader', /no leader/);
    expect(await causeOf(replica)).toBe('it took too long; last seen: Consul has no leader yet');
  });

  it('is that Vault is sealed', async () => {
    const replica = open();
    await replica.stack.deploy('vault');
    await untilRun(replica, 'deploy-vault');
    expect(await replica.stack.deploy('database')).toMatchObject({ kind: 'started' });
    stage.sandbox.controls.vault.close();
    await untilSeen(replica, 'initialise Vault', /sealed/);
    await untilSeen(replica, 'start the database server', /1 of 1/); // so that nothing else is late
    expect(await causeOf(replica)).toBe('it took too long; last seen: vault-0 is sealed');
  });

  it('of a change of size is what keeps the new servers from coming up', async () => {
    const replica = open();
    await replica.stack.deploy('consul', 3);
    await untilRun(replica, 'deploy-consul');
    for (const { name } of await replica.kubernetes.nodes())
      await replica.kubernetes.patch({ kind: 'Node', name }, { spec: { unschedulable: true } });
    await replica.stack.scale('consul', 5);
    await untilSeen(replica, start, /because .*nodes are available/);
    expect(await causeOf(replica)).toMatch(
      /^it took too long; last seen: 3 of 5 servers are ready, because .*unschedulable/,
    );
    expect(await replica.stack.status('consul')).toMatchObject({
      servers: { wanted: 5, ready: 3 },
    });
    for (const { name } of await replica.kubernetes.nodes())
      await replica.kubernetes.patch({ kind: 'Node', name }, { spec: { unschedulable: null } });
    expect(await replica.stack.scale('consul', 5)).toMatchObject({ kind: 'started', from: 5 });
    await untilRun(replica, 'scale-consul');
  });
});
