import { describe, expect, it } from 'vitest';
import type { Scene } from '../../../src/channels/google/actions-request.ts';
import { createFormCheck } from '../../../src/channels/google/form.ts';
import { forms, readSlot } from './google-app.ts';

const check = createFormCheck(forms, readSlot);
const scene = (slots: Scene['slots'], slotFillingStatus = 'COLLECTING') => ({
  name: 'RunJob',
  slotFillingStatus,
  slots,
  next: { name: '' },
});

describe('a form being filled', () => {
  it.each([12, '12', 0])('keeps a usable count: %j', (value) => {
    const slots = { count: { mode: 'REQUIRED', status: 'SLOT_UNSPECIFIED', updated: true, value } };
    expect(check(scene(slots))).toEqual({ slots });
  });

  it.each(['lots', -3, 1.5, { year: 2019 }, [1, 2]])(
    'sends an unusable count back: %j',
    (value) => {
      const count = { mode: 'REQUIRED', status: 'SLOT_UNSPECIFIED', updated: true, value };
      const job = { mode: 'REQUIRED', status: 'SLOT_UNSPECIFIED', value: 'ping' };
      expect(check(scene({ job, count }))).toEqual({
        slots: { job, count: { ...count, status: 'INVALID' } },
        question: 'How many?',
      });
    },
  );

  it('leaves an empty slot and an unknown one alone', () => {
    const slots = { count: { status: 'EMPTY' }, job: { value: null }, song: { value: { a: 1 } } };
    expect(check(scene(slots))).toEqual({ slots });
  });

  it('is not changed once it is final', () => {
    const slots = { count: { value: 'lots' } };
    expect(check(scene(slots, 'FINAL'))).toEqual({ slots });
  });
});
