import type { Express } from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { toRequest } from '../../../src/channels/google/request.ts';
import { createRecorder, tell } from '../recorder.ts';
import { createGoogleApp } from './google-app.ts';

const post = (app: Express, body: object, path = '/assistant') =>
  request(app).post(path).send(body);
const main = toRequest({ kind: 'main' }, { session: 's1' });

const running = {
  handler: { name: 'nomad_run_job' },
  intent: { name: '', params: {}, query: '12' },
  scene: {
    name: 'RunJob',
    slotFillingStatus: 'FINAL',
    slots: { count: { mode: 'REQUIRED', status: 'SLOT_UNSPECIFIED', updated: true, value: '12' } },
    next: { name: 'Main' },
  },
  session: { id: 's1', params: { count: '12' }, typeOverrides: [], languageCode: '' },
  user: {
    locale: 'en-US',
    params: { lastJob: 'ping', bearerToken: 'leaked' },
    verificationStatus: 'VERIFIED',
  },
  home: { params: { room: 'lab' } },
  device: { capabilities: ['SPEECH', 'RICH_RESPONSE'] },
};

const collecting = (value: unknown) => ({
  ...running,
  handler: { name: 'validate_count' },
  scene: {
    name: 'RunJob',
    slotFillingStatus: 'COLLECTING',
    slots: { count: { mode: 'REQUIRED', status: 'SLOT_UNSPECIFIED', updated: true, value } },
  },
});

describe('the response', () => {
  it('carries the whole of what Google wants back', async () => {
    const { converse } = createRecorder(() =>
      tell('Creating 12 ping tasks.', { suggestions: ['How many run?'] }),
    );
    const { body } = await post(createGoogleApp({ converse }).app, running).expect(200);
    expect(body).toEqual({
      session: { id: 's1', params: { count: '12' } },
      prompt: {
        override: false,
        firstSimple: { speech: 'Creating 12 ping tasks.', text: 'Creating 12 ping tasks.' },
        suggestions: [{ title: 'How many run?' }],
      },
      scene: {
        name: 'RunJob',
        slotFillingStatus: 'FINAL',
        slots: {
          count: { mode: 'REQUIRED', status: 'SLOT_UNSPECIFIED', updated: true, value: '12' },
        },
        next: { name: 'Main' },
      },
      user: { locale: 'en-US', params: { lastJob: 'ping' } },
      home: { params: { room: 'lab' } },
    });
  });

  it('has no empty scene when the request had none', async () => {
    const { body } = await post(createGoogleApp(createRecorder()).app, {
      handler: running.handler,
      session: { id: 's1' },
    });
    expect(body).toEqual({
      session: { id: 's1', params: {} },
      prompt: { override: false, firstSimple: { speech: 'Heard: intent', text: 'Heard: intent' } },
      user: { params: {} },
      home: { params: {} },
    });
  });

  it('ends the conversation in the scene that ends it', async () => {
    const { converse } = createRecorder(() => tell('Goodbye.', { kind: 'end' }));
    const { body } = await post(createGoogleApp({ converse }).app, main);
    expect(body.scene.next).toEqual({ name: 'actions.scene.END_CONVERSATION' });
  });

  it('does not ask into a scene that is about to end', async () => {
    const ending = {
      ...running,
      scene: { ...running.scene, next: { name: 'actions.scene.END_CONVERSATION' } },
    };
    const asking = createRecorder(() => tell('How many?', { kind: 'ask' }));
    const asked = await post(createGoogleApp(asking).app, ending);
    expect(asked.body.scene.next).toBeUndefined();
    const told = await post(createGoogleApp(createRecorder()).app, ending);
    expect(told.body.scene.next).toEqual({ name: 'actions.scene.END_CONVERSATION' });
  });

  it('is never stored by anyone', async () => {
    const { headers } = await post(createGoogleApp(createRecorder()).app, main);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-type']).toMatch(/^application\/json/);
  });
});

describe('a form that Google fills', () => {
  it('gets a usable value back as it was, and nothing is done', async () => {
    const { converse, turns } = createRecorder();
    const { body } = await post(createGoogleApp({ converse }).app, collecting(12)).expect(200);
    expect(body.prompt).toEqual({ override: false });
    expect(body.scene).toEqual(collecting(12).scene);
    expect(turns).toEqual([]);
  });

  it('gets an unusable value back as invalid, with the question', async () => {
    const { converse, turns } = createRecorder();
    const { body } = await post(createGoogleApp({ converse }).app, collecting('lots')).expect(200);
    expect(body.prompt.firstSimple).toEqual({ speech: 'How many?', text: 'How many?' });
    expect(body.scene.slots.count).toEqual({
      mode: 'REQUIRED',
      status: 'INVALID',
      updated: true,
      value: 'lots',
    });
    expect(turns).toEqual([]);
  });
});

describe('the address', () => {
  it.each([
    '/assistant',
    '/assistant:nomad_run_job',
    '/assistant%3Anomad_run_job',
    '/assistant:',
    '/assistant/',
  ])('may be %s: the body says which handler', async (path) => {
    const { converse, turns } = createRecorder();
    await post(createGoogleApp({ converse }).app, main, path).expect(200);
    expect(turns).toMatchObject([{ heard: { intent: 'smalltalk/greet' } }]);
  });

  it.each(['/assistants', '/assistant/other', '/assistant:a/b'])('is not %s', async (path) => {
    const { status } = await post(createGoogleApp(createRecorder()).app, main, path);
    expect(status).toBe(404);
  });

  it('is only posted to', async () => {
    const { body, headers } = await request(createGoogleApp(createRecorder()).app)
      .get('/assistant')
      .expect(405);
    expect(headers['allow']).toBe('POST');
    expect(body).toEqual({
      error: 'Only POST is answered.',
      field: 'method',
      remedy: 'POST an Actions webhook request.',
    });
  });
});

describe('the turn', () => {
  it.each([
    ['de-CH', 'de-CH'],
    ['', 'en-US'],
    ['../../etc/passwd', 'en-US'],
    [42, 'en-US'],
  ])('of a user with the locale %j has %s', async (locale, expected) => {
    const { converse, turns } = createRecorder();
    await post(createGoogleApp({ converse }).app, { ...main, user: { locale } });
    expect(turns).toMatchObject([{ locale: expected }]);
  });

  it('has a session of its own when the request has none, which the response tells', async () => {
    const { converse, turns } = createRecorder();
    const { body } = await post(createGoogleApp({ converse }).app, {
      handler: { name: 'welcome' },
    });
    expect(turns[0]?.session).toBe(body.session.id);
    expect(body.session.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has a session of bounded length', async () => {
    const { converse, turns } = createRecorder();
    const { app } = createGoogleApp({ converse });
    await post(app, { ...main, session: { id: 'x'.repeat(257) } });
    await post(app, { ...main, session: { id: `${'x'.repeat(256)}y` } });
    expect(turns.map(({ session }) => session.length)).toEqual([64, 64]);
    expect(turns[0]?.session).not.toBe(turns[1]?.session);
  });
});

it.each(['actions.handler.HEALTH_CHECK', 'actions.intent.MEDIA_STATUS_PAUSED'])(
  '%s is answered with nothing, and nothing is done',
  async (name) => {
    const { converse, turns } = createRecorder();
    const { body } = await post(createGoogleApp({ converse }).app, { handler: { name } }).expect(
      200,
    );
    expect(body).toEqual({});
    expect(turns).toEqual([]);
  },
);

it('a stranger is refused with a remedy and told nothing else', async () => {
  const { converse, turns } = createRecorder();
  const { body } = await post(createGoogleApp({ converse }).app, main)
    .set('x-forwarded-for', '203.0.113.9')
    .expect(403);
  expect(body).toEqual({
    error: 'Without a project id or a shared secret only this machine is served.',
    field: 'peer',
    remedy:
      'Call from this machine, directly and by a loopback name, or configure a project id or a shared secret.',
  });
  expect(turns).toEqual([]);
});
