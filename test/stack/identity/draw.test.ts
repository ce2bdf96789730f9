import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { drawKey, drawPassword, drawUuid } from '../../../src/stack/identity/draw.ts';

it('draws a key of 32 bytes', () => {
  expect(Buffer.from(drawKey(randomBytes), 'base64')).toHaveLength(32);
});

it('draws version 4 UUIDs', () => {
  expect(drawUuid(randomBytes)).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(drawUuid((count) => Buffer.alloc(count, 0xff))).toBe(
    'ffffffff-ffff-4fff-bfff-ffffffffffff',
  );
});

it('draws passwords that need no quotes', () => {
  expect(drawPassword(randomBytes)).toMatch(/^[\w-]{32}$/);
});

it('draws everything from the bytes that it is given', () => {
  const zeros = (count: number): Buffer => Buffer.alloc(count);
  expect(drawKey(zeros)).toBe(drawKey(zeros));
  expect(drawKey(randomBytes)).not.toBe(drawKey(randomBytes));
});
