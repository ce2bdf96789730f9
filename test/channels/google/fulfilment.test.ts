import { ConversationV3 } from '@assistant/conversation';
import request from 'supertest';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGoogleKeys } from '../../../src/channels/google/signature.ts';
import { toRequest } from '../../../src/channels/google/request.ts';
import { createRecorder, tell } from '../recorder.ts';
import { createGoogleApp } from './google-app.ts';

const main = toRequest({ kind: 'main' }, { session: 's1' });
const post = (app: ReturnType<typeof createGoogleApp>['app'], body: object) =>
  request(app).post('/assistant').send(body);

/** Everything printed in this file: the library binds the console's functions when it is loaded. */
const printed = vi.hoisted(() => {
  const values: unknown[] = [];
  for (const output of ['log', 'info', 'warn', 'error', 'debug'] as const)
    console[output] = (...printing: unknown[]) => void values.push(printing);
  return values;
});

afterEach(() => {
  vi.restoreAllMocks();
  printed.length = 0;
});

// Numbered as in our list of the defects of @assistant/conversation 3.8.1.
describe('what Google’s library does wrong, and this channel does not', () => {
  it('1: a bearer token is neither echoed nor handed on', async () => {
    const { converse, turns } = createRecorder();
    const { app } = createGoogleApp({ converse });
    const { text } = await post(app, main).set('authorization', 'Bearer s3cret').expect(200);
    expect(text).not.toMatch(/s3cret|bearerToken/);
    expect(JSON.stringify(turns)).not.toMatch(/s3cret/);
  });

  it('2: a refused signature shows no stack and no path', async () => {
    const auth = {
      projectId: 'my-project',
      keys: createGoogleKeys(new URL('http://127.0.0.1:9/')),
    };
    const { app } = createGoogleApp({ ...createRecorder(), auth });
    const { body } = await post(app, main)
      .set('google-assistant-signature', 'eyJ.eyJ.x')
      .expect(403);
    expect(body).toEqual({
      error: 'The request is not signed by Google for this project.',
      field: 'google-assistant-signature',
      remedy: 'Check the configured project id.',
    });
  });

  it.each([
    'constructor',
    'toString',
    '__proto__',
    'hasOwnProperty',
    'valueOf',
    'hashinetes',
    'nobody_knows',
  ])(
    '3 and 4: the handler name %s is never the library’s key, and refused where it has no words',
    async (name) => {
      const { converse, turns } = createRecorder();
      const { app } = createGoogleApp({ converse });
      const named = { handler: { name }, session: { id: 's1' } };
      const { body: refusal } = await post(app, named).expect(400);
      expect(refusal).toMatchObject({ field: 'handler.name' });
      expect(refusal.error).toContain(`"${name}"`);
      const { body } = await post(app, { ...named, intent: { query: 'how is nomad' } }).expect(200);
      expect(turns).toMatchObject([{ heard: { kind: 'words', text: 'how is nomad' } }]);
      expect(body.prompt.firstSimple.speech).toMatch(/^Heard: /);
    },
  );

  it('4: an error is spoken of without its message, logged once, and not by the library', async () => {
    const failing = createRecorder(() => Promise.reject(new Error('s3cret in /home/me')));
    const { app, logged } = createGoogleApp(failing);
    const { body } = await post(app, main).expect(200);
    expect(body.prompt.firstSimple.text).toBe('Something went wrong on my side. Please try again.');
    expect(JSON.stringify(body)).not.toMatch(/s3cret|\/home/);
    expect(printed).toEqual([]);
    expect(logged).toMatchObject([
      { event: 'google.failed', detail: { error: { message: 's3cret in /home/me' } } },
    ]);
  });

  it('5: a missing body is the caller’s mistake', async () => {
    const { status } = await request(createGoogleApp(createRecorder()).app).post('/assistant');
    expect(status).toBe(400);
  });

  it('6: text is never empty where speech is not, and too much is left out instead of thrown', async () => {
    const suggestions = Array.from({ length: 12 }, (_, n) => `Say ${n}`);
    const { converse } = createRecorder(() => tell('Hm.', { text: '', suggestions }));
    const { body } = await post(createGoogleApp({ converse }).app, main).expect(200);
    expect(body.prompt.firstSimple).toEqual({ speech: 'Hm.', text: 'Hm.' });
    expect(body.prompt.suggestions).toHaveLength(8);
  });

  it('7: a table comes without empty buttons, images and texts', async () => {
    const display = { title: 'ping', columns: ['Id'], rows: [['a1']] };
    const { converse } = createRecorder(() => tell('One.', { display }));
    const { body } = await post(createGoogleApp({ converse }).app, main).expect(200);
    expect(body.prompt.content).toEqual({
      table: {
        title: 'ping',
        columns: [{ header: 'Id', align: 'LEADING' }],
        rows: [{ cells: [{ text: 'a1' }], divider: true }],
      },
    });
  });

  it('8 and 9: the prompt overrides nothing, and no type is overridden', async () => {
    const { body } = await post(createGoogleApp(createRecorder()).app, main);
    expect(body.prompt.override).toBe(false);
    expect(body.session).toEqual({ id: 's1', params: {} });
  });

  it('10: the end is a scene', async () => {
    const { converse } = createRecorder(() => tell('Goodbye.', { kind: 'end' }));
    const { text } = await post(createGoogleApp({ converse }).app, main);
    expect(text).toContain('actions.scene.END_CONVERSATION');
    expect(text).not.toContain('actions.page');
  });

  it('11: neither bodies nor headers are printed', async () => {
    const { app } = createGoogleApp(createRecorder());
    await post(app, main).set('authorization', 'Bearer s3cret').expect(200);
    expect(printed).toEqual([]);
  });

  it('12: keys that hang do not hold a request up', async () => {
    const hanging = { projectId: 'my-project', keys: () => Promise.reject(new Error('timeout')) };
    const { status } = await post(
      createGoogleApp({ ...createRecorder(), auth: hanging }).app,
      main,
    );
    expect(status).toBe(403);
  });

  it('13: an empty project id does not start', () => {
    expect(() => createGoogleApp({ ...createRecorder(), auth: { projectId: '' } })).toThrow(
      'project id is empty',
    );
  });

  it('is run by the library, which is given no headers and one name', async () => {
    const json = vi.spyOn(ConversationV3.prototype, 'json');
    const { app } = createGoogleApp(createRecorder());
    await post(app, main).set('authorization', 'Bearer s3cret').expect(200);
    expect(json.mock.contexts).toMatchObject([
      { headers: {}, handler: { name: 'hashinetes' }, user: { params: {} } },
    ]);
    expect(JSON.stringify(json.mock.contexts)).not.toMatch(/s3cret/);
  });
});
