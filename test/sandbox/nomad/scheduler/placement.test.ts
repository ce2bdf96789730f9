import { expect, test } from 'vitest';
import { sketch } from '../../../platforms/nomad/jobs.ts';
import { openReady } from '../open.ts';

const small = { cpu: 1_000, memory: 1_000, drivers: ['raw_exec'] };

test('room that appears is given to what waits for it', async () => {
  const opened = await openReady({ machines: 1, machine: small });
  const { nomad, sandbox } = opened;
  const { evaluation } = await nomad.register(sketch('big', { count: 5, memory: 400 }));
  await opened.tally('big', { Running: 2, Queued: 3 });
  expect(await nomad.evaluation(evaluation)).toMatchObject({
    Status: 'complete',
    FailedTGAllocs: { g: { DimensionExhausted: { memory: 1 }, CoalescedFailures: 2 } },
  });
  sandbox.pool.resize(3);
  await opened.tally('big', { Running: 5, Queued: 0 });
  const blocked = (await nomad.evaluations('big')).filter(({ Status }) => Status === 'blocked');
  expect(blocked).toEqual([]);
});

test('room is shared out evenly', async () => {
  const opened = await openReady();
  await opened.nomad.register(sketch('even', { count: 12 }));
  await opened.tally('even', { Running: 12 });
  const { value } = await opened.nomad.allocations('even');
  const counts = ['client-0', 'client-1', 'client-2'].map(
    (name) => value.filter(({ NodeName }) => NodeName === name).length,
  );
  expect(counts).toEqual([4, 4, 4]);
});

test('room for ten thousand is found in seconds, and told as quickly as for twelve', async () => {
  const vast = { cpu: 100_000, memory: 200_000, drivers: ['raw_exec'] };
  const opened = await openReady({ machine: vast });
  await opened.nomad.register(sketch('many', { count: 10_000 }));
  await opened.tally('many', { Running: 10_000, Queued: 0 });
  const start = performance.now();
  await opened.nomad.summary('many');
  expect(performance.now() - start).toBeLessThan(100);
});
