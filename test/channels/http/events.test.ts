import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { eventually, openHouse, type TestHouse } from '../../house.ts';

let house: TestHouse;
const streams: AbortController[] = [];
beforeAll(async () => {
  const jobs = fileURLToPath(new URL('../../intents/nomad/jobs/', import.meta.url));
  house = await openHouse({ HASHINETES_JOBS: jobs });
  await house.deployNomad();
}, 60_000);
afterEach(() => {
  for (const stream of streams.splice(0)) stream.abort();
});
afterAll(() => house.close());

/** What is said in a session without being asked, from now on. */
async function listen(query: string): Promise<string[]> {
  const heard: string[] = [];
  const stream = new AbortController();
  streams.push(stream);
  const answer = await fetch(`${house.url}/v1/events?${query}`, { signal: stream.signal });
  expect(answer.headers.get('content-type')).toMatch('text/event-stream');
  void (async () => {
    let text = '';
    for await (const chunk of answer.body!) {
      text += new TextDecoder().decode(chunk);
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events)
        if (event.startsWith('event: reply\n'))
          heard.push(JSON.parse(event.slice(event.indexOf('{'))).speech);
    }
  })().catch(() => undefined);
  return heard;
}

const run = (session: string, job: string, count: number) =>
  house.turn({ session, intent: 'nomad/run-job', slots: { job, count } });

test('tells whoever ordered it that all are running, once, and nobody else', async () => {
  const [mine, others] = await Promise.all([listen('session=me'), listen('session=you')]);
  await run('me', 'steady', 12);
  await eventually(async () => expect(mine).toHaveLength(1));
  expect(mine[0]).toMatch(/^12 steady tasks are running\./);
  await house.turn({ session: 'me', intent: 'nomad/job-status', slots: { job: 'steady' } });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(mine).toHaveLength(1);
  expect(others).toEqual([]);
  expect((await house.say('say that again', 'me')).speech).toMatch(/12/);
});

test('tells why it does not come to its end, once that lasts, and the end when it comes', async () => {
  const heard = await listen('session=full');
  const { speech } = await run('full', 'roomy', 9);
  const room = /than (\d)/.exec(speech)?.[1];
  await eventually(async () => {
    house.advance(2_000);
    expect(heard.at(-1)).toMatch(
      new RegExp(`^${room} of 9 roomy tasks (is|are) running\\. \\d waits?, because`),
    );
  });
  await house.turn({
    session: 'full',
    intent: 'nomad/scale-job',
    slots: { job: 'roomy', count: 1 },
  });
  await eventually(async () => expect(heard.at(-1)).toMatch(/^(1 roomy task is|Roomy: 1) running/));
  expect(heard).toHaveLength(2);
});

test('tells what came to its end while nobody listened, and the end of a run', async () => {
  await house.turn({ session: 'late', intent: 'nomad/scale-nodes', slots: { count: 4 } });
  const heard = await listen('session=late');
  await eventually(async () =>
    expect(heard.at(-1)).toMatch(/4 of 4 machines are ready and eligible/),
  );
});

test('tells the simulator of another channel, and asks for a session', async () => {
  const heard = await listen('session=the-talk&channel=google');
  expect(heard).toEqual([]);
  const answer = await fetch(`${house.url}/v1/events`);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ field: 'session' });
});
