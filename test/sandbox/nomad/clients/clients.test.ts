import { expect, test } from 'vitest';
import type { Allocation } from '../../../../src/platforms/nomad/nomad.ts';
import { createPace, type Pace } from '../../../../src/sandbox/pace.ts';
import { sketch } from '../../../platforms/nomad/jobs.ts';
import { eventually } from '../../../platforms/nomad/subject.ts';
import { openReady } from '../open.ts';

test('tasks that are told to crash fail, are tried again, and say with which code', async () => {
  const opened = await openReady();
  const { nomad, sandbox } = opened;
  sandbox.setFate('crash', { kind: 'crashes', exitCode: 137, message: 'OOM Killed' });
  await nomad.register(sketch('crash'));
  await eventually(async () => {
    const failures = (await nomad.allocations('crash')).value.filter(isFailed);
    expect(failures.length).toBeGreaterThan(1);
  });
  const { value } = await nomad.allocations('crash');
  expect(value.find(isFailed)).toMatchObject({
    TaskStates: {
      t: {
        Restarts: 2,
        Events: expect.arrayContaining([
          expect.objectContaining({ Type: 'Terminated', ExitCode: 137 }),
          expect.objectContaining({ Type: 'Not Restarting' }),
        ]),
      },
    },
  });
  sandbox.setFate('crash', undefined);
  await opened.tally('crash', { Running: 1 });
});

test('twelve tasks start over two to four seconds of sandbox time', async () => {
  const waits: number[] = [];
  const instant = createPace(0);
  const pace: Pace = {
    wait: (ms, signal) => {
      waits.push(ms);
      return instant.wait(ms, signal);
    },
  };
  const opened = await openReady({ pace });
  waits.length = 0;
  await opened.nomad.register(sketch('twelve', { count: 12 }));
  await opened.tally('twelve', { Running: 12 });
  expect(Math.max(...waits)).toBeGreaterThan(2_000);
  expect(Math.max(...waits)).toBeLessThan(4_000);
});

function isFailed({ ClientStatus }: Allocation): boolean {
  return ClientStatus === 'failed';
}
