import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/platforms/kubernetes/kubernetes.ts';
import { eventually, openHouse, type TestHouse } from '../../house.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await openHouse();
  await house.deploy('database');
}, 60_000);
afterAll(() => house?.close());

type Job = KubeObject & {
  readonly spec: { readonly template: { readonly spec: { readonly volumes: readonly object[] } } };
};

it('is run, seen in the database, and gone a minute later', async () => {
  expect((await house.say('who is in the database?')).speech).toMatch(/^Nobody is in the database/);
  expect((await house.say('run the worker')).speech).toMatch(
    /^A worker is on its way to Vault, as the job worker-\w+\./,
  );
  await eventually(async () => {
    const { speech, display } = await house.say('who is in the database?');
    expect(speech).toMatch(/^1 guest is in the database\. The first has been there for \d+ second/);
    expect(display?.rows[0]?.[0]).toMatch(/^v-kubernet-worker-/);
  });
  house.advance(61_000);
  expect((await house.say('and now?')).speech).toMatch(/^(Nobody is in the database|No leases)/);
});

it('sees of the Secret with the certificate nothing but the CA', async () => {
  const { kubernetes = '' } = house.sandbox ?? {};
  const answer = await fetch(`${kubernetes}/apis/batch/v1/namespaces/database/jobs`);
  const { items } = (await answer.json()) as { items: Job[] };
  expect(items[0]?.spec.template.spec.volumes[1]).toMatchObject({
    name: 'trust',
    secret: { secretName: 'database-tls', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
  });
});

it('leaves a line in the story of the day', async () => {
  expect((await house.say('what did you do today?')).speech).toMatch(/worker/);
});
