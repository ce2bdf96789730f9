import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createRecorder } from '../recorder.ts';
import { createGoogleApp } from './google-app.ts';

const deep = (levels: number, open: string, close: string): string =>
  `{"handler":{"name":"welcome"},"x":${open.repeat(levels)}1${close.repeat(levels)}}`;
const handler = '"handler":{"name":"nomad_run_job"}';

const refused: [string, string | Buffer][] = [
  ['nothing', ''],
  ['null', 'null'],
  ['an array', '[]'],
  ['a string', '"welcome"'],
  ['a number', '12'],
  ['a boolean', 'true'],
  ['half an object', '{"handler":'],
  ['two objects', '{}{}'],
  ['an empty object', '{}'],
  ['bytes that are no UTF-8', Buffer.from('{"handler":{"name":"welcome\xff"}}', 'latin1')],
  ['UTF-16', Buffer.from('{"handler":{"name":"welcome"}}', 'utf16le')],
  ['a handler that is a string', '{"handler":"welcome"}'],
  ['a handler that is a number', '{"handler":5}'],
  ['a handler that is an array', '{"handler":[{"name":"welcome"}]}'],
  ['a handler name that is an object', '{"handler":{"name":{"toString":"x"}}}'],
  ['a handler name that is an array', '{"handler":{"name":["nomad_run_job"]}}'],
  ['an intent that is a number', `{${handler},"intent":5}`],
  ['an intent query that is an array', `{${handler},"intent":{"query":["x"]}}`],
  ['parameters that are a string', `{${handler},"intent":{"params":"x"}}`],
  ['a scene that is a string', `{${handler},"scene":"Main"}`],
  ['slots that are an array', `{${handler},"scene":{"slots":[1]}}`],
  ['a slot that is a number', `{${handler},"scene":{"slots":{"count":12}}}`],
  ['a session that is a string', `{${handler},"session":"s1"}`],
  ['a session id that is a number', `{${handler},"session":{"id":7}}`],
  ['a hundred thousand arrays', deep(100_000, '[', ']')],
  ['ten thousand objects', deep(10_000, '{"a":', '}')],
  ['forty levels', deep(40, '[', ']')],
  ['a handler name of null bytes', JSON.stringify({ handler: { name: '\u0000\u0000' } })],
  ['an endless handler name', JSON.stringify({ handler: { name: 'nomad_run_job'.repeat(9_000) } })],
  ['a handler twice', '{"handler":{"name":"welcome"},"handler":{"name":"nomad_run_job"}}'],
  ['a quarter of a megabyte and more', JSON.stringify({ handler: { name: 'x'.repeat(300_000) } })],
];

const served: [string, string][] = [
  ['a prototype in the body', `{"__proto__":{"polluted":1},${handler}}`],
  [
    'prototypes everywhere',
    `{${handler},"session":{"id":"s","params":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}},"user":{"params":{"__proto__":{"polluted":1}}},"scene":{"slots":{"__proto__":{"value":1}}},"intent":{"params":{"__proto__":{"resolved":1}}}}`,
  ],
  [
    'null everywhere',
    `{${handler},"intent":null,"scene":null,"session":null,"user":null,"home":null,"device":null}`,
  ],
  ['wrong types where nothing depends on them', `{${handler},"user":5,"home":"x","device":[1]}`],
  [
    'wrong types within',
    `{${handler},"user":{"locale":[],"params":5},"home":{"params":[]},"device":{"capabilities":"SPEECH"}}`,
  ],
  [
    'slots of every type',
    `{${handler},"scene":{"slots":{"job":{"value":{"a":[{}]}},"count":{"value":[[[1]]]}}}}`,
  ],
  ['a number without end', `{${handler},"intent":{"params":{"count":{"resolved":1e999}}}}`],
  [
    'an endless query',
    JSON.stringify({
      handler: { name: 'words' },
      intent: { query: 'deploy nomad '.repeat(9_000) },
    }),
  ],
  [
    'a query of control characters',
    JSON.stringify({ handler: { name: 'words' }, intent: { query: '\u0000\u001b[31m\uD800' } }),
  ],
];

const send = async (raw: string | Buffer, headers: Record<string, string> = {}) => {
  const { converse, turns } = createRecorder();
  const { app } = createGoogleApp({ converse });
  const sent = request(app)
    .post('/assistant')
    .set({ 'content-type': 'application/json', ...headers });
  const response = await sent.serialize((body) => body).send(raw);
  expect(response.text).not.toMatch(
    /node_modules|\.ts\b|\.js\b|\bat \w+ \(|SyntaxError|TypeError|RangeError|Zod/,
  );
  return { status: response.status, body: response.body, turns };
};

describe('a hostile body', () => {
  it.each(refused)('is refused with a field and a remedy: %s', async (_what, raw) => {
    const { status, body, turns } = await send(raw);
    expect([400, 413]).toContain(status);
    expect(body).toEqual({
      error: expect.any(String),
      field: expect.stringMatching(/\w/),
      remedy: expect.stringMatching(/\w/),
    });
    expect(turns).toEqual([]);
  });

  it.each(served)('is harmless: %s', async (_what, raw) => {
    const { status, body, turns } = await send(raw);
    expect(status).toBe(200);
    expect(turns).toHaveLength(1);
    expect(body.prompt.firstSimple.speech).toMatch(/^Heard: /);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(JSON.stringify([body, turns])).not.toMatch(/polluted/);
  });

  it.each([
    ['text', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['nothing', ''],
    ['something like JSON', 'application/jsonp'],
    ['JSON in another charset', 'application/json; charset=latin1'],
  ])('is refused when declared as %s', async (_what, type) => {
    const { status, body } = await send('{"handler":{"name":"welcome"}}', { 'content-type': type });
    expect([status, body.field]).toEqual([415, 'content-type']);
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.google+json'])(
    'is served when declared as %s',
    async (type) => {
      const { status } = await send('{"handler":{"name":"welcome"}}', { 'content-type': type });
      expect(status).toBe(200);
    },
  );

  it('is refused when it is a bomb or an unknown packing', async () => {
    const bomb = gzipSync(Buffer.from(`{"a":"${'x'.repeat(5e6)}"}`));
    const { status, body } = await send(bomb, { 'content-encoding': 'gzip' });
    expect([status, body.remedy]).toEqual([413, 'Send at most 262144 bytes.']);
    expect((await send('not gzip', { 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await send('x', { 'content-encoding': 'secret' })).status).toBe(415);
  });

  it('names the field that has the wrong type', async () => {
    const { body } = await send(`{${handler},"scene":{"slots":{"count":12}}}`);
    expect(body).toEqual({
      error: 'scene.slots.count has to be an object.',
      field: 'scene.slots.count',
      remedy: 'Send it so, as Google does, or leave it out.',
    });
  });
});
