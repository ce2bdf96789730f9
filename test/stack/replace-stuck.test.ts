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

it('gets past a server whose image could not be pulled, once there is another', async () => {
  const { kubernetes } = replica;
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'database' } };
  await ensureNamespace(kubernetes, namespace);
  const folder = new URL('../../deploy/database-postgres/', import.meta.url);
  const wrong = { servers: 1, stamp: undefined, imageFor: () => 'does-not-exist' };
  for (const manifest of await loadManifests([folder]))
    await kubernetes.apply(dress(manifest, wrong), { force: true });
  await replica.stack.deploy('database', 1);
  await untilDone(replica);
  await eventually(async () =>
    expect(await replica.stack.status('database')).toMatchObject({ isUp: true }),
  );
});
