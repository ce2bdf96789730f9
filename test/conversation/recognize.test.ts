import { describe, expect, it } from 'vitest';
import { createRecognize } from '../../src/conversation/recognize.ts';
import type { Hearing } from '../../src/conversation/recognition.ts';
import { loadWords } from '../recognition/words.ts';

const words = loadWords();
const recognize = createRecognize(words);
const names = (list: string) => (list === 'job' ? ['ping', 'web'] : []);

describe.each([...words.scripts])('%s', (intent, script) => {
  it.each(script.examples)('is heard in "$hear"', ({ hear, slots }) => {
    expect(recognize(hear, { names })).toMatchObject({ kind: 'intent', intent, slots });
    expect(recognize(hear)).toMatchObject({ kind: 'intent', intent, slots });
  });
});

describe('recognize', () => {
  const counting: Hearing = { awaits: { intent: 'nomad/run-job', slot: 'count' }, names };
  const choosing: Hearing = { awaits: { intent: 'nomad/run-job', slot: 'job' }, names };
  const ran: Hearing = {
    last: { intent: 'nomad/run-job', slots: { job: 'ping', count: 12 } },
    names,
  };
  const sure: Hearing = { ...ran, awaits: 'yes' };
  const asked: Hearing = { last: { intent: 'stack/status', slots: { component: 'nomad' } }, names };

  it.each([
    ['twelve', 12],
    ['12', 12],
    ['make it a dozen', 12],
    ['uh twelve please', 12],
    ['twelve of them', 12],
    ['no, fifteen', 15],
    ['a hundred and five', 105],
    ['to', 2],
    ['just the one', 1],
  ])('takes "%s" as the count that was asked for', (hear, count) => {
    expect(recognize(hear, counting)).toEqual({ kind: 'answer', slots: { count } });
  });

  it.each([
    ['ping', { job: 'ping' }],
    ['the pink job', { job: 'ping' }],
    ['the second one', { job: 'web' }],
    ['backup', { job: 'backup' }],
    ['ping, twelve of them', { job: 'ping', count: 12 }],
  ])('takes "%s" as the job that was asked for', (hear, slots) => {
    expect(recognize(hear, choosing)).toEqual({ kind: 'answer', slots });
  });

  it.each(['yes', 'yeah do it', 'sure, go ahead', 'yes please', 'ok', 'absolutely', 'make it so'])(
    'takes "%s" for a yes',
    (hear) => expect(recognize(hear, sure)).toEqual({ kind: 'yes' }),
  );

  it.each(['no', 'nope', 'no thanks', "please don't", 'absolutely not', "I'd rather not"])(
    'takes "%s" for a no',
    (hear) => expect(recognize(hear, sure)).toEqual({ kind: 'no' }),
  );

  it.each(['never mind', 'cancel that', 'forget it', 'stop', 'no, never mind', 'scrap that'])(
    'takes "%s" for a cancel',
    (hear) => expect(recognize(hear, counting)).toEqual({ kind: 'cancel' }),
  );

  it.each(['yes but not now', 'yes and no', 'if you must', 'yes if vault is up', 'maybe', 'hm'])(
    'does not take "%s" for a yes',
    (hear) => expect(recognize(hear, sure).kind).not.toBe('yes'),
  );

  it('repeats the question when one is open, and the last reply otherwise', () => {
    expect(recognize('what was that', counting)).toEqual({ kind: 'repeat' });
    expect(recognize('say that again')).toMatchObject({ intent: 'smalltalk/repeat' });
  });

  it.each([
    ['no, fifteen', { count: 15 }],
    ['make it fifteen', { count: 15 }],
    ['actually five', { count: 5 }],
    ['I meant web', { job: 'web' }],
    ['web instead', { job: 'web' }],
  ])('takes "%s" as a correction before and after acting', (hear, slots) => {
    expect(recognize(hear, sure)).toEqual({ kind: 'correction', slots });
    expect(recognize(hear, ran)).toEqual({ kind: 'correction', slots });
  });

  it('corrects a component', () => {
    expect(recognize('i meant volt', asked)).toEqual({
      kind: 'correction',
      slots: { component: 'vault' },
    });
  });

  it('asks the same about something else', () => {
    const hear = 'and what about console?';
    expect(recognize(hear, asked)).toMatchObject({
      intent: 'stack/status',
      slots: { component: 'consul' },
    });
  });

  it('lets a new command in the middle of a question win', () => {
    expect(recognize('how is nomad', counting)).toMatchObject({ intent: 'stack/status' });
    expect(recognize('no, deploy vault', sure)).toMatchObject({ intent: 'stack/deploy' });
  });

  it('knows what "it" is', () => {
    expect(recognize('how is it doing', ran)).toMatchObject({
      intent: 'nomad/job-status',
      slots: { job: 'ping' },
    });
    expect(recognize('how is it doing', asked)).toMatchObject({
      intent: 'stack/status',
      slots: { component: 'nomad' },
    });
    expect(recognize('stop it', counting)).toEqual({ kind: 'cancel' });
  });

  it('leaves out what was not said', () => {
    expect(recognize('run the ping job')).toMatchObject({ slots: { job: 'ping' } });
    expect(recognize('deploy')).toMatchObject({ intent: 'stack/deploy', slots: {} });
    expect(recognize('run the')).toMatchObject({ kind: 'unknown' });
  });

  it('is less sure of a repaired word', () => {
    const plain = recognize('deploy nomad');
    const repaired = recognize('deploy no mad');
    if (plain.kind !== 'intent' || repaired.kind !== 'intent') throw new Error('neither was heard');
    expect(repaired.confidence).toBeLessThan(plain.confidence);
  });

  it.each([
    ['do not deploy nomad', 'negated'],
    ['what if we deploy nomad', 'hypothetical'],
    ['who deployed nomad', 'question'],
    ['purple monkey dishwasher', 'unmatched'],
    ['', 'empty'],
    ['   ?!', 'empty'],
  ])('says why "%s" is not a command', (hear, why) => {
    expect(recognize(hear)).toMatchObject({ kind: 'unknown', why });
  });

  it('finds a live name by its sound', () => {
    const heard = recognize('run the kroler job', { names: () => ['crawler', 'ping'] });
    expect(heard).toMatchObject({ intent: 'nomad/run-job', slots: { job: 'crawler' } });
  });

  it('names the file of a template that can not work', () => {
    const [[id, script]] = [...words.scripts] as [[string, never]];
    const broken = new Map([
      [id, { ...(script as object), utterances: ['do [the {thing}]'] } as never],
    ]);
    expect(() => createRecognize({ ...words, scripts: broken })).toThrow(
      `intents/${id}.yaml: utterance "do [the {thing}]" has {thing} inside an optional`,
    );
  });
});
