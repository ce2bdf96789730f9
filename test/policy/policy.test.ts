import { expect, it } from 'vitest';
import type { Speaker } from '../../src/conversation/turn.ts';
import type { Risk } from '../../src/intent.ts';
import { createPolicy, type TakenBack } from '../../src/policy/policy.ts';

const policy = createPolicy({ writes: true, limits: { tasks: 100 } });
const ask = (role: Speaker['role'], risk: Risk, tasks = 1): string | undefined =>
  policy({
    speaker: { id: 'x', role },
    risk,
    numbers: [{ slot: 'count', limit: 'tasks', value: tasks }],
  })?.aside;

it.each([
  ['viewer', 'read', undefined],
  ['viewer', 'change', 'role'],
  ['operator', 'change', undefined],
  ['operator', 'destroy', 'role'],
  ['admin', 'destroy', undefined],
] as const)('lets a %s %s: %s', (role, risk, refusal) => {
  expect(ask(role, risk)).toBe(refusal);
});

it('refuses every change where writes were not allowed, and no read', () => {
  const readOnly = createPolicy({ writes: false, limits: {} });
  const speaker = { id: 'x', role: 'admin' } as const;
  expect(readOnly({ speaker, risk: 'change', numbers: [] })?.aside).toBe('read-only');
  expect(readOnly({ speaker, risk: 'read', numbers: [] })).toBeUndefined();
});

it('does the arithmetic aloud when a limit is passed', () => {
  const speaker = { id: 'x', role: 'admin' } as const;
  const refusal = policy({
    speaker,
    risk: 'change',
    numbers: [{ slot: 'count', limit: 'tasks', value: 1_000 }],
  });
  expect(refusal).toEqual({
    aside: 'limit',
    facts: { asked: 1_000, limit: 100, hundredth: 10, half: 5 },
    offer: { slot: 'count', value: 5 },
  });
});

it('fails closed on a limit that nobody configured', () => {
  const speaker = { id: 'x', role: 'admin' } as const;
  const refusal = policy({
    speaker,
    risk: 'change',
    numbers: [{ slot: 'count', limit: 'nodes', value: 1 }],
  });
  expect(refusal?.aside).toBe('limit');
});

const takeBack = (role: Speaker['role'], change: Partial<TakenBack> = {}): string | undefined =>
  policy({
    speaker: { id: 'me', role },
    risk: 'destroy',
    numbers: [],
    takesBack: { by: 'me', risk: 'change', ageMs: 60_000, isLatest: true, ...change },
  })?.aside;

it('lets an operator take back what they have just done themselves, and nothing else', () => {
  expect(takeBack('operator')).toBeUndefined();
  expect(takeBack('operator', { by: 'you' })).toBe('role');
  expect(takeBack('operator', { ageMs: 16 * 60_000 })).toBe('role');
  expect(takeBack('operator', { ageMs: -1 })).toBe('role');
  expect(takeBack('operator', { isLatest: false })).toBe('role');
  expect(takeBack('operator', { risk: 'destroy' })).toBe('role');
  expect(takeBack('viewer')).toBe('role');
  expect(takeBack('admin', { by: 'you' })).toBeUndefined();
});

it('keeps the limits where something is taken back', () => {
  const speaker = { id: 'me', role: 'operator' } as const;
  const takesBack = { by: 'me', risk: 'change', ageMs: 0, isLatest: true } as const;
  const numbers = [{ slot: 'count', limit: 'tasks', value: 101 }];
  expect(policy({ speaker, risk: 'change', numbers, takesBack })?.aside).toBe('limit');
});
