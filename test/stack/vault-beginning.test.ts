import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { noteBeginning } from '../../src/stack/components/vault-beginning.ts';
import { initialise } from '../../src/stack/components/vault-init.ts';
import type { Sight } from '../../src/stack/step.ts';
import { eventually } from '../house.ts';
import { createReplica, type Replica, untilDone } from './replica.ts';

let sandbox: Sandbox;
let replica: Replica;

beforeEach(async () => {
  sandbox = await startSandbox({ paceFactor: 0.02, clock: () => new Date(), random: Math.random });
  replica = createReplica(sandbox, 'one', Date.now);
  await replica.stack.deploy('vault', 3);
  await untilDone(replica);
  await replica.kubernetes.remove('Secret', 'vault-init', 'hashinetes');
}, 20_000);
afterEach(async () => {
  await replica.stop();
  await sandbox.stop();
});

const context = {
  deploy: new URL('../../deploy/', import.meta.url),
  isAdopted: () => false,
  has: () => true,
  sizeOf: () => Promise.resolve(3),
};
const volume = async (): Promise<string | undefined> =>
  (await replica.kubernetes.get('PersistentVolumeClaim', 'data-vault-0', 'vault')).metadata.uid;

/** The step, after it has waited for somebody else to keep the keys. */
async function waited() {
  const step = initialise(context);
  let sight: Sight = { kind: 'waiting', seen: '' };
  for (let looks = 0; looks <= 20; looks += 1) sight = await step.look(replica.world);
  return { step, sight };
}

it('begins anew on empty volumes where nobody ever had the keys', async () => {
  await noteBeginning(replica.world); // and was ended before the answer came
  const before = await volume();
  const { step, sight } = await waited();
  expect(sight).toEqual({
    kind: 'waiting',
    seen: 'Vault is initialised, and its keys are not kept yet',
  });
  await expect(step.act?.(replica.world)).rejects.toMatchObject({ kind: 'unready' });
  await eventually(async () =>
    expect(await step.look(replica.world)).toMatchObject({
      seen: 'vault-0 is not initialised yet',
    }),
  );
  expect(await volume()).not.toBe(before);
  await step.act?.(replica.world);
  await eventually(async () =>
    expect(await step.look(replica.world)).toMatchObject({ kind: 'done' }),
  );
  expect(await replica.world.identity.read('vault-init', 'root-token')).toBeDefined();
  await expect(
    replica.kubernetes.get('ConfigMap', 'vault-beginning', 'hashinetes'),
  ).rejects.toMatchObject({ kind: 'absent' });
});

it('removes nothing where the keys were kept once, whoever took them away', async () => {
  const before = await volume();
  const { step, sight } = await waited();
  expect(sight).toMatchObject({
    kind: 'failed',
    cause: expect.stringMatching(/vault-init .*gone/),
  });
  await expect(step.act?.(replica.world)).rejects.toMatchObject({ kind: 'unready' });
  expect(await volume()).toBe(before);
});
