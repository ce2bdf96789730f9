import { connect } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAudit } from '../src/open-audit.ts';
import { listen } from '../src/server.ts';
import { openHouse, type TestHouse } from './house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

describe('health', () => {
  it('is told', async () => {
    await request(house.url).get('/healthz').expect(200, { name: 'hashinetes', ok: true });
    await request(house.url).get('/readyz').expect(200, { ok: true });
  });
});

describe('metrics', () => {
  it('count what was answered, in the text format of Prometheus', async () => {
    const count = async (series: string): Promise<number> => {
      const { text } = await request(house.url).get('/metrics').expect(200);
      return Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${series} `))
          ?.split(' ')[1] ?? 0,
      );
    };
    const turns = 'hashinetes_requests_total{route="/v1/turn",status="200"}';
    const refused = 'hashinetes_requests_total{route="/v1/turn",status="400"}';
    const all = 'hashinetes_request_seconds_count{route="/v1/turn"}';
    const before = [await count(turns), await count(refused), await count(all)];
    await house.say('hello');
    await house.say('how is nomad');
    await request(house.url).post('/v1/turn').send({ text: 'hello' }).expect(400);
    await request(house.url).get('/secret-name').expect(404);
    const after = [await count(turns), await count(refused), await count(all)];
    expect(after.map((value, index) => value - (before[index] ?? 0))).toEqual([2, 1, 3]);
    const { text } = await request(house.url).get('/metrics');
    expect(text).not.toContain('secret-name');
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(
        /^(?:# TYPE \w+ (?:counter|gauge|histogram)|\w+(?:\{[^}]*\})? [\d.e+-]+)$/,
      );
  });
});

describe('a wrong method', () => {
  it.each([
    ['get', '/v1/turn', 'POST'],
    ['put', '/v1/parse', 'POST'],
    ['post', '/v1/platforms', 'GET, HEAD'],
    ['delete', '/assistant', 'POST'],
  ] as const)('%s %s is refused, with the one that is taken', async (method, path, allowed) => {
    const { headers, body } = await request(house.url)[method](path).expect(405);
    expect(headers['allow']).toBe(allowed);
    expect(body).toEqual({
      error: expect.any(String),
      field: 'method',
      remedy: expect.any(String),
    });
  });
});

describe('listening', () => {
  it.each([
    ['a port that is taken', () => Number(new URL(house.url).port), '127.0.0.1', /set PORT/],
    ['an address of another machine', () => 0, '192.0.2.1', /set HOST/],
  ])('names the setting for %s', async (_what, port, host, advice) => {
    await expect(listen(house.app, port(), host)).rejects.toThrow(advice);
  });
});

it('cuts nobody off who pauses between two requests', async () => {
  const socket = connect(Number(new URL(house.url).port), '127.0.0.1');
  const read = (): Promise<string> =>
    new Promise((resolve) => socket.once('data', (bytes) => resolve(String(bytes))));
  for (const _ of [1, 2]) {
    socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    expect(await read()).toContain('200 OK');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  socket.destroy();
});

describe('the audit file', () => {
  it('is made at the start, or named where it can not be written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audit-'));
    const quiet = (): void => undefined;
    const audit = await openAudit(join(folder, 'audit.jsonl'), quiet);
    await audit.close();
    expect(await readFile(join(folder, 'audit.jsonl'), 'utf8')).toBe('');
    const nowhere = join(folder, 'missing', 'audit.jsonl');
    await expect(openAudit(nowhere, quiet)).rejects.toThrow(/^HASHINETES_AUDIT_FILE .*missing/);
    await expect(openAudit(folder, quiet)).rejects.toThrow(/^HASHINETES_AUDIT_FILE .*EISDIR/);
    await rm(folder, { recursive: true });
  });
});
