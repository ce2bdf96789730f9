import { describe, expect, it } from 'vitest';
import { parseActionsRequest } from '../../../src/channels/google/actions-request.ts';
import { createHear } from '../../../src/channels/google/hear.ts';
import { forms } from './google-app.ts';

const hear = createHear(forms);
const heard = (body: object) => hear(parseActionsRequest(body));
const named = (name: string, more: object = {}) => heard({ handler: { name }, ...more });
const runJob = (slots: object) => ({ kind: 'intent', intent: 'nomad/run-job', slots });

describe('what a handler or intent name means', () => {
  it.each([
    ['actions.intent.MAIN', { kind: 'intent', intent: 'smalltalk/greet', slots: {} }],
    ['actions.intent.CANCEL', { kind: 'intent', intent: 'smalltalk/goodbye', slots: {} }],
    ['actions.intent.NO_INPUT_1', { kind: 'silence' }],
    ['actions.intent.NO_INPUT_2', { kind: 'silence' }],
    ['actions.intent.NO_INPUT_FINAL', { kind: 'silence', last: true }],
    ['actions.intent.NO_MATCH_1', { kind: 'words', text: 'twelve' }],
    ['actions.intent.NO_MATCH_2', { kind: 'words', text: 'twelve' }],
    ['actions.intent.NO_MATCH_FINAL', { kind: 'words', text: 'twelve' }],
    ['words', { kind: 'words', text: 'twelve' }],
    ['free_text', { kind: 'words', text: 'twelve' }],
    ['yes', { kind: 'yes' }],
    ['actions.intent.YES', { kind: 'yes' }],
    ['confirm', { kind: 'yes' }],
    ['no', { kind: 'no' }],
    ['actions.intent.NO', { kind: 'no' }],
    ['stack_status', { kind: 'intent', intent: 'stack/status', slots: {} }],
    ['nomad_run_job', runJob({})],
    ['actions.handler.HEALTH_CHECK', undefined],
    ['actions.intent.MEDIA_STATUS_FINISHED', undefined],
    ['actions.intent.MEDIA_STATUS_FAILED', undefined],
  ])('%s is heard, as a handler and as an intent', (name, meaning) => {
    expect(named(name, { intent: { name: '', query: 'twelve' } })).toEqual(meaning);
    expect(named('somebody_elses', { intent: { name, query: 'twelve' } })).toEqual(meaning);
  });

  it.each(['nomad_run_job', 'nomad/run-job', 'nomad-run-job', 'NomadRunJob', 'NOMAD_RUN_JOB'])(
    '%s is the intent nomad/run-job',
    (name) => expect(named(name)).toEqual(runJob({})),
  );

  it('dispatches on the handler before the intent', () => {
    const body = { intent: { name: 'actions.intent.NO_MATCH_FINAL', query: 'hm' } };
    expect(named('cancel', body)).toMatchObject({ intent: 'smalltalk/goodbye' });
  });

  it('tries the words where both names are somebody else’s', () => {
    const intent = { name: 'HelloWorldIntent', query: 'deploy nomad' };
    expect(named('jovo', { intent })).toEqual({ kind: 'words', text: 'deploy nomad' });
  });

  it.each([
    [{ handler: { name: 'no_such_thing' } }, 'handler.name', 'no_such_thing'],
    [{ handler: { name: 'no_such_thing' }, intent: { name: 'nor_this' } }, 'handler.name', 'no_'],
    [{ intent: { name: 'nor_this' } }, 'intent.name', 'nor_this'],
  ])('refuses a name that means nothing where there are no words: %j', (body, field, name) => {
    expect(() => heard(body)).toThrow(
      expect.objectContaining({ status: 400, field, message: expect.stringContaining(`"${name}`) }),
    );
  });

  it('takes the words from a catch-all parameter when there is no query', () => {
    const intent = {
      name: 'free_text',
      params: { text: { original: 'deploy nomad', resolved: {} } },
    };
    expect(named('anything', { intent })).toEqual({ kind: 'words', text: 'deploy nomad' });
  });

  it('hears nothing in what nobody could have spoken', () => {
    const intent = { name: '', query: `deploy nomad ${'please '.repeat(500)}` };
    expect(named('words', { intent })).toEqual({ kind: 'words', text: '' });
  });

  it('refuses two intents with one handler name', () => {
    const twice = new Map([
      ['nomad/run-job', { slots: {} }],
      ['nomad-run/job', { slots: {} }],
    ]);
    expect(() => createHear(twice)).toThrow(
      'Two handlers would be called nomad-run/job: rename the intent.',
    );
  });
});

describe('a form that Google fills', () => {
  const slots = {
    count: { mode: 'REQUIRED', status: 'SLOT_UNSPECIFIED', updated: true, value: 12 },
  };
  const scene = (slotFillingStatus: string) => ({
    scene: { name: 'RunJob', slotFillingStatus, slots },
  });

  it.each([
    ['nomad_run_job', ''],
    ['validate_count', ''],
    ['nomad_run_job_validate', 'nomad_run_job'],
    ['somebody_elses', 'nomad_run_job'],
    ['somebody_elses', 'somebody_elses'],
    ['words', ''],
    ['yes', 'yes'],
    ['somebody_elses', 'actions.intent.MAIN'],
  ])('is not acted on while it is open: handler %s, intent "%s"', (name, intent) => {
    const body = { intent: { name: intent, query: 'destroy everything' } };
    expect(named(name, { ...body, ...scene('COLLECTING') })).toBeUndefined();
    expect(named(name, { ...body, ...scene('INITIALIZED') })).toBeUndefined();
  });

  it('is acted on once it is final, by its values and not by their status', () => {
    expect(named('nomad_run_job', scene('FINAL'))).toEqual(runJob({ count: 12 }));
  });

  it('is acted on without a form: the conversation asks for what is missing', () => {
    expect(named('nomad_run_job', scene('UNSPECIFIED'))).toEqual(runJob({ count: 12 }));
  });

  it.each(['validate_count', 'count_validate', 'CountValidation', 'validateCount'])(
    'is not acted on by a handler that checks, whatever the status: %s',
    (name) => {
      const intent = { name: 'nomad_run_job', query: 'run the ping job' };
      expect(named(name, { intent, ...scene('UNSPECIFIED') })).toBeUndefined();
      expect(named(name, { intent, ...scene('FINAL') })).toBeUndefined();
    },
  );

  it.each([
    ['actions.intent.CANCEL', { kind: 'intent', intent: 'smalltalk/goodbye', slots: {} }],
    ['actions.intent.NO_INPUT_FINAL', { kind: 'silence', last: true }],
    ['actions.intent.NO_MATCH_1', { kind: 'words', text: 'a dozen' }],
    ['no', { kind: 'no' }],
    ['smalltalk_help', { kind: 'intent', intent: 'smalltalk/help', slots: {} }],
  ])('can be left or asked about: %s', (name, meaning) => {
    expect(named(name, { intent: { name, query: 'a dozen' }, ...scene('COLLECTING') })).toEqual(
      meaning,
    );
  });
});
