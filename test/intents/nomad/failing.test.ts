import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, openHouse, type TestHouse } from '../../house.ts';
import { type Agent, findAgent } from '../../platforms/nomad/places.ts';

const open = findAgent();
const folder = fileURLToPath(new URL('failing/', import.meta.url));

describe.runIf(!open)('a real Nomad on which things fail', () => {
  test.skip('SKIPPED: put nomad on the PATH', () => {});
});

describe.runIf(open)('a real Nomad on which things fail', { timeout: 90_000 }, () => {
  let agent: Agent;
  let house: TestHouse;
  beforeAll(async () => {
    agent = await open!();
    const settings = { HASHINETES_WRITES: '1', NOMAD_ADDR: agent.url };
    house = await openHouse({ ...settings, HASHINETES_JOBS: folder });
    await untilReady();
  }, 90_000);
  afterAll(async () => {
    await house.close();
    await agent.close();
  }, 90_000);

  const get = async (path: string): Promise<unknown> =>
    (await fetch(agent.url + path, { signal: AbortSignal.timeout(2_000) })).json();
  const untilReady = (): Promise<void> =>
    eventually(async () => {
      const [node] = (await get('/v1/nodes')) as { Status: string; Drivers: any }[];
      if (node?.Status !== 'ready' || !node.Drivers.raw_exec?.Healthy)
        throw new Error(`its node is ${node?.Status}`);
    }, 60_000); // a client that comes before the leader is ready tries again after a while
  let session = 0; // one for each order, so that the first phrasing is said
  const order = async (intent: string, slots: object): Promise<string> =>
    (await house.turn({ session: `s${(session += 1)}`, intent, slots })).speech;

  test.each([
    ['quitter', /The task quitter ends with exit code 3\.$/],
    ['programless', /The task programless does not start: .*\/bin\/nonexistent.*\.$/],
    ['unfetched', /The artifact of unfetched could not be fetched: .*connection refused\.$/],
  ])('says in one sentence why %s fails', async (job, words) => {
    expect(await order('nomad/run-job', { job, count: 1 })).toMatch(/^Creating 1/);
    await eventually(async () => expect(await order('nomad/job-status', { job })).toMatch(words));
  });

  test('is followed again after it was away, and what it ran is counted', async () => {
    expect(await order('nomad/run-job', { job: 'sleeper', count: 3 })).toMatch(/^Creating 3/);
    const counted = (): Promise<void> =>
      eventually(async () =>
        expect(await order('nomad/job-status', { job: 'sleeper' })).toMatch(
          /^(3 sleeper tasks are|Sleeper: 3) running/,
        ),
      );
    await counted();
    await agent.stop();
    await eventually(async () =>
      expect(await order('nomad/job-status', { job: 'sleeper' })).toMatch(
        /^I can not reach Nomad: nothing listens there\./,
      ),
    );
    await agent.start();
    await untilReady();
    await counted();
    expect(await order('nomad/scale-job', { job: 'sleeper', count: 5 })).toMatch(
      /Taking sleeper from 3 to 5/,
    );
    await eventually(
      async () =>
        expect(await order('nomad/job-status', { job: 'sleeper' })).toMatch(
          /^(5 sleeper tasks are|Sleeper: 5) running/,
        ),
      60_000,
    );
  });
});
