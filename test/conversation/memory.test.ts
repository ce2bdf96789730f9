import { expect, it } from 'vitest';
import { createMemory } from '../../src/conversation/memory.ts';

const pending = {
  intent: 'a',
  slots: {},
  awaits: 'yes' as const,
  question: 'Sure?',
  expiresAt: 100,
};

it('gives an open question to one taker only', () => {
  const memory = createMemory({ clock: () => 0 });
  memory.update('s', { pending });
  expect(memory.take('s')).toEqual({ pending, expired: false });
  expect(memory.take('s')).toEqual({ expired: false });
});

it('says that a question expired, instead of giving it', () => {
  let now = 0;
  const memory = createMemory({ clock: () => now });
  memory.update('s', { pending });
  now = 100;
  expect(memory.take('s')).toEqual({ expired: true });
});

it('is bounded in sessions and in time', () => {
  let now = 0;
  const memory = createMemory({ clock: () => now, maxSessions: 2, ttlMs: 10 });
  for (const key of ['a', 'b', 'c']) memory.update(key, { tone: 'plain' });
  expect(['a', 'b', 'c'].map((key) => memory.recall(key).tone)).toEqual([
    'snarky',
    'plain',
    'plain',
  ]);
  now = 10;
  expect(memory.recall('c').tone).toBe('snarky');
});
