import { afterEach, expect, test, vi } from 'vitest';
import type { Blocking, Indexed } from '../../../src/platforms/nomad/nomad.ts';
import { createWatch, type Watch } from '../../../src/platforms/nomad/watch.ts';

type Asked = {
  readonly blocking: Blocking | undefined;
  readonly signal: AbortSignal;
  readonly answer: (value: string, index: number) => void;
  readonly fail: () => void;
};

let watch: Watch<string>;
let asked: Asked[] = [];
afterEach(() => {
  watch.stop();
  asked = [];
});

function open(): void {
  watch = createWatch({
    random: () => 1,
    ask: (blocking, signal) =>
      new Promise<Indexed<string>>((resolve, reject) => {
        const answer = (value: string, index: number): void => resolve({ value, index });
        const fail = (): void => reject(new Error('the line broke'));
        asked.push({ blocking, signal, answer, fail });
      }),
  });
}
const nth = (number: number): Promise<Asked> =>
  vi.waitFor(() => asked[number - 1] ?? expect.fail(`only ${asked.length} asked`));

test('follows an answer by one query at a time, from the index it has', async () => {
  open();
  expect(watch.now()).toBeUndefined();
  expect(asked[0]?.blocking).toBeUndefined();
  asked[0]?.answer('one', 7);
  const second = await nth(2);
  expect(second.blocking).toEqual({ index: 7, waitSeconds: 10 });
  for (const _ of [1, 2, 3]) expect(watch.now()).toBe('one');
  expect(asked).toHaveLength(2);
});

test('waits for something in an empty table, whose index is 0', async () => {
  open();
  asked[0]?.answer('nothing', 0);
  expect((await nth(2)).blocking).toMatchObject({ index: 1 });
  expect(watch.now()).toBe('nothing');
});

test('knows nothing while the line is broken, and starts anew', async () => {
  open();
  asked[0]?.answer('one', 7);
  (await nth(2)).fail();
  await vi.waitFor(() => expect(watch.now()).toBeUndefined());
  const third = await nth(3);
  expect(third.blocking).toBeUndefined();
  third.answer('restarted', 3);
  await vi.waitFor(() => expect(watch.now()).toBe('restarted'));
});

test('takes an index that went back as the one that counts', async () => {
  open();
  asked[0]?.answer('one', 700);
  watch.expect(701);
  (await nth(2)).answer('restored', 12);
  expect((await nth(3)).blocking).toMatchObject({ index: 12 });
  expect(watch.now()).toBe('restored');
});

test('does not show what is older than what was just written', async () => {
  open();
  asked[0]?.answer('old', 7);
  await nth(2);
  watch.expect(9);
  expect(watch.now()).toBeUndefined();
  asked[1]?.answer('another', 8);
  (await nth(3)).answer('written', 9);
  await vi.waitFor(() => expect(watch.now()).toBe('written'));
});

test('backs off, a little longer each time', async () => {
  open();
  const start = performance.now();
  for (const number of [1, 2, 3]) (await nth(number)).fail();
  await nth(4);
  expect(performance.now() - start).toBeGreaterThan(200 + 400 + 800 - 50);
});

test('ends the query that is open when it is stopped, and asks no more', async () => {
  open();
  watch.stop();
  expect(asked[0]?.signal.aborted).toBe(true);
  asked[0]?.fail();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(asked).toHaveLength(1);
});
