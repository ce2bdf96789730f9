import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

it.each(['and now?', 'now?', 'what about now', 'okay, and now', 'check again please'])(
  'hears "%s" as the last question once more',
  async (text) => {
    const session = text;
    const { intent } = await house.say('how many nodes does kubernetes have', session);
    await house.say('say that again', session); // that is no question about the world
    expect(await house.say(text, session)).toMatchObject({ intent });
  },
);

it('does not know what is meant where nothing was asked', async () => {
  expect((await house.say('and now?', 'fresh')).intent).toBeNull();
});
