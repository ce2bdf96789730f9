import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KubeList, KubeObject } from '../../../src/platforms/kubernetes/kubernetes.ts';
import { eventually, openHouse, type TestHouse } from '../../house.ts';

let house: TestHouse;
const say = async (text: string): Promise<string> => (await house.say(text)).speech;

beforeAll(async () => {
  house = await openHouse({ SANDBOX_PACE: '0.05' });
});
afterAll(() => house?.close());

it('says that a deployment under way keeps its number, and counts no change that was none', async () => {
  await eventually(async () =>
    expect(await say('deploy consul with five servers')).toMatch(
      /^Creating a five-node Consul cluster\./,
    ),
  );
  expect(await say('no wait, three')).toBe('Shall I change that to: deploy Consul with 3 servers?');
  expect(await say('yes')).toMatch(
    /^Nothing was changed: Consul is on its way with 5 servers, and \d+ of \d+ steps are done\. Once it is there, say: scale Consul to 3\.$/,
  );
  expect(await say('deploy consul')).toMatch(
    /^(I am on it|Consul is) already\b.*: \d+ of \d+ steps/,
  );
  expect(await say('destroy consul')).toMatch(/^A deployment of Consul is under way/);
  expect(await say('what did you do today')).toMatch(/^1 change today\./);
  await eventually(async () =>
    expect(await say('are we there yet')).toMatch(/Consul (is|was) done/),
  );
});

it('tells the end of a removal with all that it removed', async () => {
  await say('destroy everything with its data');
  await say('yes');
  await eventually(async () =>
    expect(await say('are we there yet')).toMatch(/The removal of Consul (is|was) done/),
  );
});

it('says what there is of what is asked for again', async () => {
  const at = `${house.sandbox?.kubernetes}/api/v1`;
  const list = (await (await fetch(`${at}/nodes`)).json()) as KubeList<KubeObject>;
  const cordon = (unschedulable: boolean): Promise<unknown> =>
    Promise.all(
      list.items.map(({ metadata: { name } }) =>
        fetch(`${at}/nodes/${name}`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/merge-patch+json' },
          body: JSON.stringify({ spec: { unschedulable } }),
        }),
      ),
    );
  await house.deploy('consul');
  await cordon(true);
  await fetch(`${at}/namespaces/consul/pods/consul-2`, { method: 'DELETE' });
  await eventually(async () => expect(await say('how is consul')).toMatch(/2 of 3/));
  expect(await say('deploy consul')).toMatch(
    /^Consul is there: 2 of 3 servers are ready and consul-\d leads\. I am going through its deployment again\./,
  );
  await cordon(false);
  await eventually(async () =>
    expect(await say('are we there yet')).toMatch(/Consul (is|was) done/),
  );
  await say('destroy everything with its data');
  await say('yes');
  await eventually(async () =>
    expect(await say('are we there yet')).toMatch(/The removal of Consul (is|was) done/),
  );
});

it('tells of a deployment that failed, the step and why', async () => {
  const { faults } = house.sandbox!.controls.kubernetes;
  faults.deny({ verb: 'patch', resource: 'statefulsets' });
  await eventually(async () =>
    expect(await say('deploy consul')).toMatch(/Creating|being created/),
  );
  const failed =
    /^(No\. The deployment of Consul failed just now, at the step to check the permissions|It failed just now\. The step was to check the permissions, and the cause): Hashinetes may not patch statefulsets in namespace consul; apply deploy\/install as an administrator\.$/;
  await eventually(async () => expect(await say('are we there yet')).toMatch(failed));
});
