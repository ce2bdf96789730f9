import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { createTurnstile, type Turnstile, type TurnstileOptions } from '../src/turnstile.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

type Open = {
  readonly turnstile: Turnstile;
  readonly ask: (signal?: AbortSignal) => Promise<Response>;
  /** Answers everything that is inside now. */
  readonly answer: () => number;
};

async function open(options: TurnstileOptions): Promise<Open> {
  const turnstile = createTurnstile(options);
  const inside: (() => void)[] = [];
  const app = express();
  app.use(turnstile.pass, (_request, response) => void inside.push(() => response.json('done')));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const answer = (): number => {
    const now = inside.splice(0);
    for (const one of now) one();
    return now.length;
  };
  return {
    turnstile,
    ask: (signal) => fetch(`http://127.0.0.1:${port}/`, { ...(signal && { signal }) }),
    answer,
  };
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
};

it('lets so many in and the others wait, until all are answered', async () => {
  const { turnstile, ask, answer } = await open({ most: 2 });
  const answers = Array.from({ length: 5 }, () => ask());
  await until(() => turnstile.waiting() === 3);
  expect(turnstile.underWay()).toBe(2);
  const groups: number[] = [];
  for (let left = 5; left > 0; left -= groups.at(-1) ?? 0) {
    await until(() => turnstile.underWay() === Math.min(2, left));
    groups.push(answer());
    await until(() => turnstile.underWay() + turnstile.waiting() === left - (groups.at(-1) ?? 0));
  }
  expect(groups).toEqual([2, 2, 1]);
  for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
  await until(() => turnstile.underWay() === 0);
});

it('turns away who waits too long, without having begun', async () => {
  const { ask, answer } = await open({ most: 1, waitMs: 50 });
  const first = ask();
  const late = await ask();
  expect(late.status).toBe(503);
  expect(late.headers.get('retry-after')).toBe('1');
  expect(await late.json()).toMatchObject({ remedy: 'Send it again in a second.' });
  expect(answer()).toBe(1);
  expect((await first).status).toBe(200);
});

it('turns away at once where the line is full', async () => {
  const { turnstile, ask, answer } = await open({ most: 1, mostWaiting: 1 });
  const answers = [ask(), ask()];
  await until(() => turnstile.waiting() === 1);
  expect((await ask()).status).toBe(503);
  while (turnstile.underWay() > 0) {
    answer();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
});

it('forgets who left the line', async () => {
  const { turnstile, ask, answer } = await open({ most: 1 });
  const first = ask();
  await until(() => turnstile.underWay() === 1);
  const leaving = new AbortController();
  const gone = ask(leaving.signal).catch(() => 'gone');
  await until(() => turnstile.waiting() === 1);
  leaving.abort();
  expect(await gone).toBe('gone');
  await until(() => turnstile.waiting() === 0);
  answer();
  expect((await first).status).toBe(200);
  await until(() => turnstile.underWay() === 0);
});
