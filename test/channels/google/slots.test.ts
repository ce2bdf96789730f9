import { describe, expect, it } from 'vitest';
import { parseActionsRequest } from '../../../src/channels/google/actions-request.ts';
import { collectSlots } from '../../../src/channels/google/slots.ts';

const collect = (body: object, names = ['count']) =>
  collectSlots(parseActionsRequest({ handler: { name: 'nomad_run_job' }, ...body }), names);
const scene = (value: unknown, more: object = {}) => ({
  scene: {
    slotFillingStatus: 'FINAL',
    slots: { count: { status: 'SLOT_UNSPECIFIED', value, ...more } },
  },
});
const param = (resolved: unknown, original: unknown = '') => ({
  intent: { name: 'x', params: { count: { original, resolved } } },
});

describe('the slots of a request', () => {
  it.each([
    ['a number', 12, 12],
    ['a numeric string', '342', '342'],
    ['a list of one', ['ping'], 'ping'],
    ['nothing', null, undefined],
    ['an empty string', '', undefined],
    ['a list of several', [1, 2], undefined],
    ['an empty list', [], undefined],
    ['a date', { year: 2019, month: 10 }, undefined],
    ['something endless', 'x'.repeat(201), undefined],
  ])('of a value that is %s', (_what, value, expected) => {
    expect(collect(scene(value))['count']).toEqual(expected);
    expect(collect(param(value))['count']).toEqual(expected);
  });

  it.each([
    ['the scene before the parameter', { ...scene(3), ...param(4, 'five') }, 3],
    ['what was resolved before what was said', param(4, 'five'), 4],
    ['what was said when it was not resolved', param(undefined, 'five'), 'five'],
    ['what was said when it was resolved to a date', param({ year: 2019 }, 'five'), 'five'],
    [
      'the parameter when the scene’s value was invalid',
      { ...scene(3, { status: 'INVALID' }), ...param(4) },
      4,
    ],
    ['a bare parameter', { intent: { name: 'x', params: { count: 7 } } }, 7],
  ])('prefer %s', (_what, body, expected) => expect(collect(body)).toEqual({ count: expected }));

  it('fall back to the session for a required slot of a final form only', () => {
    const session = { session: { id: 's', params: { count: 9 } } };
    expect(collect({ ...session, ...scene(null) })).toEqual({ count: 9 });
    expect(collect({ ...session, ...scene(null, { mode: 'OPTIONAL' }) })).toEqual({});
    expect(collect({ ...session, scene: { slotFillingStatus: 'FINAL', slots: {} } })).toEqual({});
    expect(
      collect({ ...session, scene: { slotFillingStatus: 'UNSPECIFIED', slots: { count: {} } } }),
    ).toEqual({});
  });

  it('are found under the name that Actions allows', () => {
    const body = { intent: { name: 'x', params: { with_data: { resolved: true } } } };
    expect(collect(body, ['with-data'])).toEqual({ 'with-data': true });
  });

  it('are those of the intent and no others', () => {
    expect(collect({ intent: { name: 'x', params: { song: { resolved: 'silence' } } } })).toEqual(
      {},
    );
  });
});
