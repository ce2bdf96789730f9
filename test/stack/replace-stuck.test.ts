import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { dress } from '../../src/stack/dress.ts';
import { ensureNamespace } from '../../src/stack/ensure-namespace.ts';
import { loadManifests } from '../../src/stack/manifests.ts';
import { eventually } from '../house.ts';
import { createReplica, type Replica, untilDone } from './replica.ts';

let sandbox: Sandbox;
let replica: Replica;

beforeEach(async () => {
  sandbox = await startSandbox({ paceFactor: 0.02, clock: () => new Date(), random: Math.random });
  replica = createReplica(sandbox, 'one', Date.now);
});
afterEach(async () => {
  await replica.stop();
  await sandbox.stop();
});

it('gets past servers whose image could not be pulled, once there is another', async () => {
  const { kubernetes } = replica;
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'consul' } };
  await ensureNamespace(kubernetes, namespace);
  await replica.world.ensureIdentity(['consul']).catch(() => undefined); // its home comes with the run
  const folder = new URL('../../deploy/consul/', import.meta.url);
  const wrong = { servers: 3, stamp: undefined, imageFor: () => 'does-not-exist' };
  for (const manifest of await loadManifests([folder]))
    await kubernetes.apply(dress(manifest, wrong), { force: true });
  await replica.stack.deploy('consul', 3);
  await untilDone(replica);
  await eventually(async () =>
    expect(await replica.stack.status('consul')).toMatchObject({ isUp: true }),
  );
});
