import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, readAnswer } from '../src/channels/google/answer.ts';
import { type Said, toRequest } from '../src/channels/google/request.ts';
import { eventually, openHouse, type TestHouse } from './house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse({ HASHINETES_NAME: 'Robin' });
});
afterAll(() => house.close());

async function google(said: Said): Promise<Answer> {
  const answer = await fetch(`${house.url}/assistant`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(toRequest(said, { session: 'the-talk' })),
  });
  expect(answer.status).toBe(200);
  return readAnswer(await answer.json());
}

async function get<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}

type StatefulSet = { status: { readyReplicas?: number } };
type Claims = { items: { status: { phase: string } }[] };
type Allocation = { ClientStatus: string };

it('has the conversation of the talk, and everything it said is true', async () => {
  const { kubernetes, nomad } = house.sandbox ?? { kubernetes: '', nomad: '' };

  expect((await google({ kind: 'main' })).speech).toMatch(/^Hello Robin\. Hashinetes here\./);

  const deploy = await google({
    kind: 'intent',
    intent: 'stack/deploy',
    slots: { component: 'nomad' },
  });
  expect(deploy.speech).toMatch(
    /^Creating a three-node Nomad cluster, with Consul and Vault because it needs them\./,
  );
  await eventually(async () => {
    const { speech } = await google({ kind: 'intent', intent: 'stack/progress', slots: {} });
    expect(speech).toMatch(/3 of 3 servers are ready and nomad-[012] leads/);
  });
  const set = await get<StatefulSet>(
    `${kubernetes}/apis/apps/v1/namespaces/nomad/statefulsets/nomad`,
  );
  expect(set.status.readyReplicas).toBe(3);
  const claims = await get<Claims>(`${kubernetes}/api/v1/namespaces/nomad/persistentvolumeclaims`);
  expect(claims.items.map(({ status }) => status.phase)).toEqual(['Bound', 'Bound', 'Bound']);

  expect((await google({ kind: 'words', text: 'run the ping job' })).speech).toBe('How many?');
  const ran = await google({ kind: 'words', text: 'twelve' });
  expect(ran.speech).toMatch(/^Creating 12 ping tasks\./);
  await eventually(async () => {
    const { speech } = await google({
      kind: 'intent',
      intent: 'nomad/job-status',
      slots: { job: 'ping' },
    });
    expect(speech).toMatch(/^(12 ping tasks are running|Ping: 12 running)/);
  });
  const allocations = await get<Allocation[]>(`${nomad}/v1/job/ping/allocations`);
  expect(allocations.map(({ ClientStatus }) => ClientStatus)).toEqual(Array(12).fill('running'));

  expect(await google({ kind: 'cancel' })).toMatchObject({ ended: true });
});
