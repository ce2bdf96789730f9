import { expect, it } from 'vitest';
import { warmUp } from '../src/warm-up.ts';
import { openHouse } from './house.ts';

it('makes everything ready, and changes nothing', async () => {
  const house = await openHouse();
  await house.warmUp();
  expect(house.logged.filter(({ event }) => event.startsWith('warm-up'))).toEqual([]);
  expect((await house.say('what did you do today')).speech).toMatch(/nothing|Nothing/);
  await house.close();
});

it('ends with the house', async () => {
  const ending = new AbortController();
  const rehearse = (): void => ending.abort();
  const options = { rehearse, isSandbox: true, signal: ending.signal, log: () => undefined };
  await expect(warmUp({ ...options, restMs: 60_000 })).resolves.toBeUndefined();
});

it('keeps what went wrong for the log', async () => {
  const logged: string[] = [];
  const rehearse = (): void => {
    throw new Error('no ear');
  };
  const log = (event: string): void => void logged.push(event);
  await warmUp({ rehearse, isSandbox: true, signal: new AbortController().signal, log });
  expect(logged).toEqual(['warm-up.failed']);
});
