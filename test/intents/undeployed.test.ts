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
    ['run the fluxcap job', 'Nomad'],
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

describe('what Hashinetes has no right to', () => {
  it('is told in a short sentence, and not as the API words it', async () => {
    const { faults } = house.sandbox!.controls.kubernetes;
    const allow = [
      faults.deny({ verb: 'get', resource: 'statefulsets', namespace: 'nomad' }),
      faults.deny({ verb: 'list', resource: 'nodes' }),
    ];
    expect((await house.say('how is nomad')).speech).toBe(
      'Kubernetes did not let me: I have no right to get statefulsets in the namespace nomad.',
    );
    expect((await house.say('list the kubernetes nodes')).speech).toBe(
      'Kubernetes did not let me: I have no right to list nodes in the whole cluster.',
    );
    for (const undo of allow) undo();
  });
});
