import { expect, it } from 'vitest';
import { createReplays } from '../../../src/channels/google/replays.ts';

const body = Buffer.from('{}');

it('a token is for one body, for as long as it is valid', () => {
  let now = 0;
  const isFresh = createReplays({ clock: () => now, repeatMs: 10 });
  const signature = { jti: 'a', expiresAt: 100 };
  expect(isFresh(signature, body)).toBe(true);
  now = 9;
  expect(isFresh(signature, body)).toBe(true);
  expect(isFresh(signature, Buffer.from('{"a":1}'))).toBe(false);
  now = 10;
  expect(isFresh(signature, body)).toBe(false);
  now = 99;
  expect(isFresh(signature, body)).toBe(false);
});

it('no more than a number of tokens are remembered, the oldest forgotten first', () => {
  const isFresh = createReplays({ clock: () => 0, maxEntries: 2, repeatMs: 0 });
  const use = (jti: string): boolean => isFresh({ jti, expiresAt: 100 }, body);
  expect([use('a'), use('b'), use('c')]).toEqual([true, true, true]);
  expect([use('c'), use('b')]).toEqual([false, false]);
  expect(use('a')).toBe(true);
});
