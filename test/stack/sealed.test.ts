import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject, KubeList } from '../../src/platforms/kubernetes/kubernetes.ts';
import { eventually, openHouse, type TestHouse } from '../house.ts';

let house: TestHouse;
const say = async (text: string): Promise<string> => (await house.say(text)).speech;
const controls = () => house.sandbox!.controls.vault;

beforeAll(async () => {
  house = await openHouse();
  await house.deploy('vault');
}, 60_000);
afterAll(() => house?.close());

type Endpoints = KubeObject & {
  readonly subsets?: readonly { readonly addresses?: readonly { targetRef: { name: string } }[] }[];
};

/** The servers that the Service passes requests on to. */
async function behindService(): Promise<readonly string[]> {
  const url = `${house.sandbox?.kubernetes}/api/v1/namespaces/vault/endpoints`;
  const { items } = (await (await fetch(url)).json()) as KubeList<Endpoints>;
  const service = items.find(({ metadata }) => metadata.name === 'vault');
  return (
    service?.subsets?.flatMap(({ addresses = [] }) =>
      addresses.map(({ targetRef }) => targetRef.name),
    ) ?? []
  );
}

describe('a Vault server that is sealed', () => {
  it('is not ready, and the others are', async () => {
    expect(await behindService()).toHaveLength(3);
    await setTimeout(2_500); // Kubernetes tells in whole seconds which was later, the start or the seal
    controls().close('vault-1');
    await eventually(async () => expect(await behindService()).toEqual(['vault-0', 'vault-2']));
    expect(await say('how is vault')).toMatch(
      /^Vault is not complete in the sandbox: 2 of 3 servers are ready, because vault-1 is sealed\.$/,
    );
    expect(await say('vault status')).toMatch(/^Vault is unsealed/);
  });

  it.each(['deploy vault', 'deploy the database'])(
    'stays so when somebody says "%s", who is told',
    async (order) => {
      expect(await say(order)).toBe(
        'Nothing was started: Vault is there, but vault-1 was sealed while it was open, and I do not undo that. Once its pod is deleted, it opens again; then ask me once more.',
      );
      expect(await say('are we there yet')).not.toMatch(/Not yet/);
      expect(await behindService()).toEqual(['vault-0', 'vault-2']);
    },
  );

  it('opens itself when its pod is made anew', async () => {
    const pod = '/api/v1/namespaces/vault/pods/vault-1';
    await fetch(`${house.sandbox?.kubernetes}${pod}`, { method: 'DELETE' });
    await eventually(async () =>
      expect(await say('how is vault')).toMatch(/^Vault is up in the sandbox: 3 of 3 servers/),
    );
  });

  it('is told of with the others where all are, and with what opens them', async () => {
    controls().close();
    await eventually(async () =>
      expect(await say('how is vault')).toMatch(
        /^Vault is sealed in the sandbox: .* 0 of 3 servers are ready\.$/,
      ),
    );
    expect(await say('vault status')).toBe(
      'Vault is sealed. With its static seal it opens itself when its servers are started again.',
    );
  });
});
