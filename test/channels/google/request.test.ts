import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../src/channels/google/answer.ts';
import { type Said, toRequest } from '../../../src/channels/google/request.ts';
import { describeChannel } from '../channel-contract.ts';
import { createRecorder, tell } from '../recorder.ts';
import { createGoogleApp } from './google-app.ts';

const deadlineMs = 40;

describeChannel({
  name: 'google',
  path: '/assistant',
  deadlineMs,
  mount: (converse) => createGoogleApp({ converse, deadlineMs }).app,
  say: (session, text) => toRequest({ kind: 'words', text }, { session }),
  listen: (body) => {
    const { speech, ended } = readAnswer(body);
    return { speech, ended };
  },
});

describe('a simulated device', () => {
  it.each<[Said, object]>([
    [{ kind: 'main' }, { kind: 'intent', intent: 'smalltalk/greet', slots: {} }],
    [
      { kind: 'words', text: 'twelve' },
      { kind: 'words', text: 'twelve' },
    ],
    [
      { kind: 'words', text: 'hm', times: 'FINAL' },
      { kind: 'words', text: 'hm' },
    ],
    [{ kind: 'yes' }, { kind: 'yes' }],
    [{ kind: 'no' }, { kind: 'no' }],
    [{ kind: 'silence' }, { kind: 'silence' }],
    [
      { kind: 'silence', times: 'FINAL' },
      { kind: 'silence', last: true },
    ],
    [{ kind: 'cancel' }, { kind: 'intent', intent: 'smalltalk/goodbye', slots: {} }],
    [
      { kind: 'intent', intent: 'stack/destroy', slots: { component: 'vault', 'with-data': true } },
      { kind: 'intent', intent: 'stack/destroy', slots: { component: 'vault', 'with-data': true } },
    ],
  ])('is heard as it was meant: %j', async (said, heard) => {
    const { converse, turns } = createRecorder();
    const { app } = createGoogleApp({ converse });
    await request(app)
      .post('/assistant')
      .send(toRequest(said, { session: 'talk', locale: 'de-CH' }))
      .expect(200);
    expect(turns).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        session: 'talk',
        channel: 'google',
        locale: 'de-CH',
        speaker: { id: 'kelsey', name: 'Kelsey', role: 'operator' },
        heard,
        screen: 'own', // nothing had to be proven, so it is this machine
      },
    ]);
  });

  it('reads what it gets: words, suggestions and a table', async () => {
    const display = { title: 'ping', columns: ['Allocation'], rows: [['a1'], ['a2']] };
    const { converse } = createRecorder(() =>
      tell('Salt & vinegar.', { text: 'Salt and vinegar.', suggestions: ['Help'], display }),
    );
    const { app } = createGoogleApp({ converse });
    const { body } = await request(app)
      .post('/assistant')
      .send(toRequest({ kind: 'main' }, { session: 's' }));
    expect(readAnswer(body)).toEqual({
      speech: 'Salt & vinegar.',
      text: 'Salt and vinegar.',
      suggestions: ['Help'],
      ended: false,
      table: display,
    });
  });

  it('shows no table without a screen', async () => {
    const display = { title: 'ping', columns: ['Allocation'], rows: [['a1']] };
    const { app } = createGoogleApp({
      converse: createRecorder(() => tell('One.', { display })).converse,
    });
    const device = { session: 's', screen: false };
    const { body } = await request(app)
      .post('/assistant')
      .send(toRequest({ kind: 'main' }, device));
    expect(readAnswer(body).table).toBeUndefined();
  });

  it('understands an empty response as nothing said', () => {
    expect(readAnswer({})).toEqual({ speech: '', text: '', suggestions: [], ended: false });
  });
});
