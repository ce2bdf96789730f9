import { afterAll, beforeAll, expect, it } from 'vitest';
import { toRequest } from '../../../src/channels/google/request.ts';
import { openHouse, type Said, type TestHouse } from '../../house.ts';

const secret = 'a shared secret of many letters';
let house: TestHouse;
let token = '';

beforeAll(async () => {
  house = await openHouse();
  await house.deploy('database');
}, 60_000);
afterAll(() => house?.close());

const shownIn = ({ display }: Said): string => display?.rows[0]?.[1] ?? '';

it('shows a token once, and says nothing of it', async () => {
  const said = await house.turn({ id: 'the-order', text: 'give me database credentials' });
  expect(said.speech).toMatch(/^Credentials for worker are on your screen/);
  token = shownIn(said);
  expect(token).toMatch(/^s\.\w{24}$/);
  expect(said.display?.rows[1]).toEqual(['to unwrap', `bao unwrap ${token}`]);
  expect([said.speech, said.text].join()).not.toContain(token);
});

it('does not show it again: not on delivery of the same, not on being asked', async () => {
  const again = await house.turn({ id: 'the-order', text: 'give me database credentials' });
  expect(again.speech).toMatch(/^Credentials for worker are on your screen/);
  expect(again.display).toBeUndefined();
  for (const text of ['say that again', 'repeat that', 'what did you do today'])
    expect(JSON.stringify(await house.say(text))).not.toContain(token);
});

it('is told of afterwards as a change that nothing takes back', async () => {
  const { speech, display } = await house.say('what did you do today');
  expect(speech).toMatch(/credential/);
  expect(JSON.stringify(display)).toContain('credentials');
  expect((await house.say('undo that')).speech).toMatch(/revoke the leases/);
});

it('leaves nothing of it in the log or the audit', () => {
  expect(house.logged.some(({ event }) => event === 'audit')).toBe(true);
  expect(JSON.stringify(house.logged)).not.toContain(token);
});

it('is not shown on a screen in the room', async () => {
  const foreign = await openHouse({ GOOGLE_SHARED_SECRET: secret });
  const answer = await fetch(`${foreign.url}/assistant`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hashinetes-key': secret },
    body: JSON.stringify(
      toRequest({ kind: 'words', text: 'give me database credentials' }, { session: 'room' }),
    ),
  });
  const { prompt } = (await answer.json()) as { prompt: { firstSimple: { speech: string } } };
  expect(prompt.firstSimple.speech).toMatch(/screen of your own.* No credentials were issued/);
  await foreign.close();
});
