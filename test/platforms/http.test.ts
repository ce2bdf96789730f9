import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createOutbox } from '../../src/outbox.ts';
import { type Call, createHttp, type Http } from '../../src/platforms/http.ts';
import { listen } from '../servers/listen.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** What was told to have left in a turn that was ended while its call was on the way. */
async function hasLeft(server: Server, call: Partial<Call>, scheme = 'http'): Promise<boolean> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  const port = await listen(server);
  const origin = { url: `${scheme}://127.0.0.1:${port}` };
  const outbox = createOutbox();
  const http: Http = createHttp({ platform: 'it', origin: async () => origin, outbox });
  ends.push(
    http.close,
    () => sockets.forEach((one) => one.destroy()),
    () => server.close(),
  );
  const turn = new AbortController();
  setTimeout(() => turn.abort(), 300);
  const part = http.during(turn.signal).during(AbortSignal.timeout(60_000));
  await expect(part.send({ method: 'POST', path: ['x'], ...call })).rejects.toMatchObject({
    kind: 'late',
  });
  return outbox.hasLeft(turn.signal);
}

const silent = () => createServer();
const hanging = () => createHttpServer(() => undefined);

describe('an order whose turn ends', () => {
  it('has left once it is written, answered or not', async () => {
    expect(await hasLeft(hanging(), { body: { a: 1 } })).toBe(true);
    expect(await hasLeft(hanging(), { method: 'DELETE' })).toBe(true);
    expect(await hasLeft(hanging(), { method: 'GET', isOrder: true })).toBe(true);
  });

  it('has not where the server lets nobody in yet', async () => {
    expect(await hasLeft(silent(), { body: { a: 1 } }, 'https')).toBe(false);
  });

  it('has not where only questions were asked', async () => {
    expect(await hasLeft(hanging(), { method: 'GET' })).toBe(false);
    expect(await hasLeft(hanging(), { isOrder: false })).toBe(false);
  });

  it('has not where the way there was still looked for', async () => {
    const outbox = createOutbox();
    const http = createHttp({ platform: 'it', origin: () => new Promise(() => undefined), outbox });
    const turn = new AbortController();
    setTimeout(() => turn.abort(), 50);
    await expect(
      http.during(turn.signal).send({ method: 'POST', path: ['x'] }),
    ).rejects.toMatchObject({ kind: 'late' });
    expect(outbox.hasLeft(turn.signal)).toBe(false);
  });
});
