import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { keepDoing } from '../src/keep-doing.ts';

it('does one at a time, again after a failure, and none once it is stopped', async () => {
  let [begun, atOnce, most] = [0, 0, 0];
  const logged: string[] = [];
  const stop = keepDoing(
    async () => {
      begun += 1;
      atOnce += 1;
      most = Math.max(most, atOnce);
      await setTimeout(30);
      atOnce -= 1;
      if (begun === 1) throw new Error('not yet');
    },
    5,
    'work',
    (event) => void logged.push(event),
  );
  await expect.poll(() => begun).toBeGreaterThan(2);
  stop();
  expect(most).toBe(1);
  expect(logged).toEqual(['work']);
  const last = begun;
  await setTimeout(50);
  expect(begun).toBe(last);
});
