import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, issueLeaf, type Pair } from '../../../src/stack/identity/authority.ts';
import { isDue, isSignedBy, stampOf } from '../../../src/stack/identity/leaf.ts';

const day = 86_400_000;
const made = Date.parse('2026-11-22T12:00:00Z');
const chance = { clock: () => made, random: randomBytes };
const names = ['localhost', '*.vault-internal', '127.0.0.1', '::1'];
let ca: Pair;
let leaf: Pair;
beforeAll(async () => {
  ca = await createAuthority(chance);
  leaf = await issueLeaf(ca, names, chance);
});

describe('a leaf of ninety days', () => {
  it.each([
    [0, false],
    [58, false],
    [58.9, false],
    [59.1, true],
    [60, true],
    [91, true],
  ])('after %d days: due %s', (days, due) => {
    expect(isDue(leaf.certificate, names, made + days * day)).toBe(due);
  });

  it('is always younger than two thirds when looked at once a day', () => {
    const looks = Array.from({ length: 60 }, (_, days) => made + (days + 0.5) * day);
    const first = looks.find((look) => isDue(leaf.certificate, names, look)) ?? Infinity;
    expect(first).toBeLessThanOrEqual(made + 60 * day);
  });

  it('is due as soon as it lacks a name', () => {
    expect(isDue(leaf.certificate, [...names, 'new.example.com'], made)).toBe(true);
    expect(isDue(leaf.certificate, ['localhost'], made)).toBe(false);
  });
});

it('knows which CA signed it', async () => {
  const other = await createAuthority(chance);
  expect(isSignedBy(leaf.certificate, ca.certificate)).toBe(true);
  expect(isSignedBy(leaf.certificate, other.certificate)).toBe(false);
});

it('stamps every certificate differently', async () => {
  const next = await issueLeaf(ca, names, chance);
  expect(stampOf(leaf.certificate)).toMatch(/^[0-9a-f]{16}$/);
  expect(stampOf(next.certificate)).not.toBe(stampOf(leaf.certificate));
});
