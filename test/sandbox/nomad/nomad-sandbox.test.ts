import { expect, test } from 'vitest';
import { createPace } from '../../../src/sandbox/pace.ts';
import { sketch } from '../../platforms/nomad/jobs.ts';
import { openReady } from './open.ts';

test('nothing happens any more once it is stopped', async () => {
  const opened = await openReady({ pace: createPace(0.05) });
  await opened.nomad.register(sketch('ended', { count: 3 }));
  opened.sandbox.stop();
  const before = (await opened.nomad.summary('ended')).value;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await opened.nomad.summary('ended')).value).toEqual(before);
});
