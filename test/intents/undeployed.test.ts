import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../house.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

describe('what is asked of something that is not deployed', () => {
  it.each([
    ['who is in the database', 'Vault'],
    ['list the jobs', 'Nomad'],
    ['list the services', 'Consul'],
  ])('"%s" is answered with how to get it', async (sentence, platform) => {
    const { speech } = await house.say(sentence);
    expect(speech).toContain(`Say: deploy ${platform}.`);
  });

  it('is not ready while its servers are not, and the cause is told', async () => {
    const { setNodeReady } = house.sandbox!.controls.kubernetes;
    for (const node of ['node-1', 'node-2', 'node-3']) setNodeReady(node, false);
    await house.say('deploy consul');
    const { speech } = await house.say('list the services');
    expect(speech).toMatch(/^Consul is not ready: /);
  });
});
