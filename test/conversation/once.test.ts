import { expect, it } from 'vitest';
import { createOnce } from '../../src/conversation/once.ts';

it('does the work of a key once, even while the first delivery is under way', async () => {
  const once = createOnce<number>({ clock: () => 0 });
  let done = 0;
  const work = async (): Promise<number> => (done += 1);
  const results = await Promise.all([once('a', work), once('a', work), once('b', work)]);
  expect(results).toEqual([1, 1, 2]);
});

it('forgets the oldest keys beyond its bound, and all after a while', async () => {
  let now = 0;
  const once = createOnce<number>({ clock: () => now, maxKeys: 2, ttlMs: 10 });
  let done = 0;
  const work = async (): Promise<number> => (done += 1);
  await once('a', work);
  await once('b', work);
  await once('c', work);
  expect(await once('a', work)).toBe(4);
  now = 11;
  expect(await once('c', work)).toBe(5);
});
