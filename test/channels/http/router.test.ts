import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse({ HASHINETES_TOKEN: 'a-token-for-tests', HASHINETES_NAME: 'Robin' });
});
afterAll(() => house.close());

const post = (path: string, body: object | string): request.Test =>
  request(house.url).post(path).set('content-type', 'application/json').send(body);

describe('POST /v1/turn', () => {
  it('says what was said, understood and expected', async () => {
    const { body } = await post('/v1/turn', { session: 'a', text: 'run the ping job' }).expect(200);
    expect(body).toEqual({
      speech: 'How many?',
      text: 'How many?',
      expects: 'answer',
      end: false,
      intent: 'nomad/run-job',
      slots: { job: 'ping' },
      suggestions: [],
    });
  });

  it('takes an intent with its slots instead of words', async () => {
    const turn = { session: 'b', intent: 'stack/status', slots: { component: 'no mad' } };
    const { body } = await post('/v1/turn', turn).expect(200);
    expect(body).toMatchObject({
      intent: 'stack/status',
      slots: { component: 'nomad' },
      expects: null,
    });
    expect(body.speech).toMatch(/^Nomad is not deployed in the sandbox\./);
  });

  it('greets whoever is at this machine by name', async () => {
    const { body } = await post('/v1/turn', { session: 'c', text: 'hello' });
    expect(body.speech).toMatch(/^Hello Robin\. /);
  });

  it.each([
    ['no body', '', 'body'],
    ['malformed JSON', '{"session":', 'body'],
    ['an array', [], 'body'],
    ['no session', { text: 'hello' }, 'session'],
    ['neither text nor intent', { session: 'a' }, 'text'],
    ['both text and intent', { session: 'a', text: 'hello', intent: 'smalltalk/greet' }, 'text'],
    ['a text that is no text', { session: 'a', text: 12 }, 'text'],
    ['a text without end', { session: 'a', text: 'x'.repeat(1_001) }, 'text'],
    ['an unknown field', { session: 'a', text: 'hello', sesion: 'b' }, 'sesion'],
    ['an unknown intent', { session: 'a', intent: 'nomad/dance' }, 'intent'],
    ['an intent named like a property', { session: 'a', intent: 'constructor' }, 'intent'],
    ['an unknown slot', { session: 'a', intent: 'stack/status', slots: { size: 3 } }, 'slots.size'],
    [
      'a slot of the wrong shape',
      { session: 'a', intent: 'stack/status', slots: { component: [] } },
      'slots.component',
    ],
    ['a field twice', '{"session":"a","text":"hello","text":"bye"}', 'text'],
    ['a key twice within', '{"session":"a","intent":"x","slots":{"a":1,"\\u0061":2}}', 'a'],
    ['a session of control characters', { session: '\0', text: 'hello' }, 'session'],
    ['slots without an intent', { session: 'a', text: 'hello', slots: { job: 'ping' } }, 'slots'],
  ])('refuses %s, naming the field and the remedy', async (_name, body, field) => {
    const { body: refusal } = await post('/v1/turn', body).expect(400);
    expect(refusal).toEqual({
      error: expect.stringMatching(/^[^:]*\.?$/),
      field,
      remedy: expect.stringMatching(/\w/),
    });
  });

  it.each([
    [{ text: 'hello' }, 'session is missing.'],
    [{ session: 5, text: 'hello' }, 'session has to be a string.'],
    [{ session: '', text: 'hello' }, 'session is empty.'],
    [{ session: 'x'.repeat(201), text: 'hello' }, 'session is longer than 200 characters.'],
    [{ session: 'a', text: null }, 'text has to be a string.'],
    [{ session: 'a', intent: 'nomad/run-job', slots: [1] }, 'slots has to be an object.'],
    [
      { session: 'a', intent: 'nomad/run-job', slots: { job: null } },
      'slots.job has to be a string or a number.',
    ],
    [{ session: 'a', text: 'hello', sesion: 'b' }, 'There is no field sesion.'],
    [
      { session: 'a', text: 'hello', slots: { job: 'ping' } },
      'Slots belong to an intent, and not to text.',
    ],
  ])('says of %j in plain words what is wrong', async (body, error) => {
    expect((await post('/v1/turn', body).expect(400)).body.error).toBe(error);
  });

  it('refuses a key without end, and speaks no control characters', async () => {
    const { body } = await post('/v1/turn', { session: 'a', text: 'hello' })
      .set('idempotency-key', 'x'.repeat(201))
      .expect(400);
    expect(body).toMatchObject({
      field: 'idempotency-key',
      error: 'idempotency-key is longer than 200 characters.',
    });
    const turn = { session: 'e', intent: 'nomad/run-job', slots: { job: 'pi\0ng', count: 3 } };
    const said = await post('/v1/turn', turn).expect(200);
    expect(said.body.speech).toBe('I can not use pi ng there. Which job?');
  });

  it('takes JSON only, so that no web page can post a form', async () => {
    const form = request(house.url).post('/v1/turn').set('content-type', 'text/plain');
    const { body } = await form.send('{"session":"a","text":"hello"}').expect(415);
    expect(body.field).toBe('content-type');
  });

  it('does a delivery once by its idempotency key', async () => {
    const turn = { session: 'd', text: 'hello' };
    const replies = [];
    for (const _ of [1, 2])
      replies.push((await post('/v1/turn', turn).set('idempotency-key', 'k1')).body.speech);
    expect(replies[0]).toBe(replies[1]);
  });
});

describe('who is served', () => {
  it('lets the holder of the token in, from anywhere', async () => {
    await post('/v1/parse', { text: 'hello' })
      .set('x-forwarded-for', '203.0.113.9')
      .set('authorization', 'Bearer a-token-for-tests')
      .expect(200);
  });

  it.each([
    ['a wrong token', { authorization: 'Bearer something-else' }],
    ['somebody behind a proxy', { 'x-forwarded-for': '203.0.113.9' }],
    ['a page that rebinds its name', { host: 'evil.example:8080' }],
  ])('refuses %s', async (_name, headers) => {
    const { body } = await post('/v1/turn', { session: 'a', text: 'hello' })
      .set(headers)
      .expect(401);
    expect(body).toMatchObject({
      field: 'authorization',
      remedy: expect.stringContaining('HASHINETES_TOKEN'),
    });
  });
});

describe('POST /v1/parse', () => {
  it('understands without acting', async () => {
    const { body } = await post('/v1/parse', { text: 'please deploy no mad' }).expect(200);
    expect(body).toMatchObject({
      intent: 'stack/deploy',
      slots: { component: 'nomad' },
      alternatives: expect.any(Array),
    });
  });

  it('says why there is no intent', async () => {
    const { body } = await post('/v1/parse', { text: 'do not deploy nomad' }).expect(200);
    expect(body).toMatchObject({ intent: null, slots: {}, kind: 'negated' });
  });
});

describe('GET /v1/platforms', () => {
  it('tells where each platform is, what it is and whether it answers', async () => {
    const { body } = await request(house.url).get('/v1/platforms').expect(200);
    expect(body.platforms).toEqual([
      {
        name: 'kubernetes',
        kind: 'sandbox',
        address: house.sandbox?.kubernetes,
        answers: true,
        said: expect.stringContaining('sandbox'),
        try: [expect.stringContaining('kubectl --server='), expect.stringContaining('curl ')],
      },
      expect.objectContaining({ name: 'nomad', kind: 'sandbox', answers: false }),
      expect.objectContaining({ name: 'consul', kind: 'sandbox', answers: false }),
      expect.objectContaining({ name: 'vault', kind: 'sandbox', answers: false }),
    ]);
  });
});

describe('everything else', () => {
  it('is healthy and ready', async () => {
    await request(house.url).get('/healthz').expect(200, { name: 'hashinetes', ok: true });
    await request(house.url).get('/readyz').expect(200, { ok: true });
  });

  it('says what there is instead of what is not', async () => {
    const { body } = await request(house.url).get('/v2/turn').expect(404);
    expect(body).toMatchObject({ field: 'path', remedy: expect.stringContaining('/v1/turn') });
  });
});
