import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, openHouse, type TestHouse } from './house.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await openHouse({ HASHINETES_CLUSTERS: 'east,west' });
  await house.deployNomad('east');
  await house.deployNomad('west');
}, 120_000);

afterAll(() => house.close());

/** How many tasks Nomad itself says it was asked for, in each cluster. */
async function counts(job = 'ping'): Promise<readonly (number | undefined)[]> {
  const answers = house.sandboxes.map(async ({ nomad }) => {
    const answer = await fetch(`${nomad}/v1/job/${job}`);
    if (!answer.ok) return undefined;
    const { Stop, TaskGroups } = (await answer.json()) as {
      readonly Stop: boolean;
      readonly TaskGroups: readonly { readonly Count: number }[];
    };
    return Stop ? 0 : TaskGroups[0]?.Count;
  });
  return Promise.all(answers);
}

async function hears(session: string, dialogue: readonly (readonly [string, string])[]) {
  for (const [heard, said] of dialogue)
    await eventually(async () => expect((await house.say(heard, session)).speech).toContain(said));
}

describe('two clusters', () => {
  it('are run, counted, stopped and undone each by itself', async () => {
    expect((await house.say('run twelve pings on west', 'a')).speech).toBe(
      'On west: Creating 12 ping tasks. Somewhere a router just sighed.',
    );
    expect((await house.say('run five pings on the east cluster', 'b')).speech).toContain(
      'On east: Creating 5 ping tasks.',
    );
    expect(await counts()).toEqual([5, 12]);
    await hears('a', [
      ['how many are running?', 'On west: 12 ping tasks are running.'],
      ['and on east?', 'On east: 5 ping tasks are running.'],
      ['how many pings are running in the west cluster', 'On west: 12 ping tasks are running.'],
    ]);
    const asked = await house.say('stop the ping job on west', 'a');
    expect(asked).toMatchObject({
      expects: 'confirmation',
      speech: 'On west: This stops the ping job, and 12 running tasks with it. Really?',
      slots: { job: 'ping', cluster: 'west' },
    });
    expect((await house.say('yes', 'a')).speech).toContain('On west: Stopping ping');
    expect(await counts()).toEqual([5, 0]);
    expect((await house.say('undo that', 'b')).speech).toBe(
      'This takes back: stop the ping job on west. For that I would run 12 ping jobs on west. Really?',
    );
    expect((await house.say('yes', 'b')).speech).toContain(
      'Taken back: stop the ping job on west.',
    );
    expect(await counts()).toEqual([5, 12]);
  });

  it('ask where a change goes when the talk was of another cluster than the default', async () => {
    await house.say('how many pings are running on west', 'asks');
    const before = await counts();
    expect((await house.say('run seven pings', 'asks')).speech).toBe(
      'On which cluster: east or west?',
    );
    expect(await counts()).toEqual(before);
    expect((await house.say('west', 'asks')).speech).toMatch(/^On west: /);
    expect(await counts()).toEqual([5, 7]);
  });

  it('take the default where nothing was said', async () => {
    const { speech, slots } = await house.say('scale the ping job to six', 'default');
    expect({ speech, slots }).toMatchObject({
      speech: expect.stringMatching(/^On east: /),
      slots: { cluster: 'east' },
    });
    expect(await counts()).toEqual([6, 7]);
  });

  it.each(['yes, on east', 'no, on east', 'I meant east'])(
    'ask again when a read-back is answered with "%s"',
    async (answer) => {
      await house.say('stop the ping job on west', answer);
      expect((await house.say(answer, answer)).speech).toMatch(/^On east: .*Really\?$/);
      expect((await house.say('no', answer)).speech).toContain('Nothing was done');
      expect(await counts()).toEqual([6, 7]);
    },
  );

  it.each([
    'run three pings on north',
    'run three pings on the north cluster',
    'run three pings in production',
  ])('refuse "%s" with what there is', async (text) => {
    const { speech, expects } = await house.say(text, text);
    expect(speech).toMatch(
      /^I can not use (north|production) there\. On which cluster: east or west\?$/,
    );
    expect(expects).toBe('answer');
    expect(await counts()).toEqual([6, 7]);
  });

  it('never take the default for a name that is none, however much else is missing', async () => {
    const wrong = { session: 'none', intent: 'nomad/run-job' };
    const first = await house.turn({ ...wrong, slots: { job: 'ping', cluster: 'north' } });
    expect(first.speech).toContain('On which cluster: east or west?');
    expect((await house.say('east', 'none')).speech).toBe('How many?');
    expect((await house.say('six', 'none')).speech).toMatch(/^On east: /);
  });

  it.each([
    'run three pings on east and west',
    'do not run three pings on west',
    'run three pings everywhere except west',
    'should we run three pings on west?',
  ])('do nothing on "%s"', async (text) => {
    await house.say(text, text);
    expect(await counts()).toEqual([6, 7]);
  });

  it('do a thing once however often the request is delivered', async () => {
    const request = {
      session: 'twice',
      id: 'the same',
      intent: 'nomad/run-job',
      slots: { job: 'ping', count: 4, cluster: 'west' },
    };
    const [one, two] = await Promise.all([house.turn(request), house.turn(request)]);
    expect(two).toEqual(one);
    expect(await counts()).toEqual([6, 4]);
  });

  it('are asked for what the default does not have', async () => {
    await house.turn({
      session: 'there',
      intent: 'nomad/run-job',
      slots: { job: 'token-printer', count: 2, cluster: 'west' },
    });
    await hears('fresh', [['how many token printers are running', 'On west: ']]);
  });

  it('tell of the work that goes on, wherever it does', async () => {
    const { run } = await house.turn({
      session: 'worker',
      intent: 'stack/deploy',
      slots: { component: 'database', cluster: 'west' },
    });
    const told = await house.say('are we there yet', 'somebody else');
    expect(told.run).toBe(run);
    expect(told.speech).toMatch(/^On west: /);
  });

  it('find a service of the second by asking the first', async () => {
    const consul = house.sandboxes[1]?.consul;
    await fetch(`${consul}/v1/catalog/register`, {
      method: 'PUT',
      body: JSON.stringify({
        Node: 'vm-7',
        Address: '10.7.0.1',
        Service: { Service: 'shop', Port: 8080 },
        Check: { Name: 'alive', Status: 'passing', ServiceID: 'shop' },
      }),
    });
    await hears('shopping', [
      ['where is the shop service', 'On west: Shop is in dc1: 1 instance, all healthy'],
      ['is the shop service healthy', 'On west: Shop is healthy'],
    ]);
    expect((await house.say('where is the shop service on east', 'walking')).speech).toContain(
      'On east: Consul knows no service called shop',
    );
  });

  it('are slots of the webhook too', async () => {
    const slots = { job: 'ping', count: 4, cluster: 'West' };
    const answer = await fetch(`${house.url}/assistant:nomad_run_job`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        handler: { name: 'nomad_run_job' },
        intent: {
          name: 'nomad_run_job',
          query: 'run four pings on west',
          params: Object.fromEntries(
            Object.entries(slots).map(([name, resolved]) => [
              name,
              { original: String(resolved), resolved },
            ]),
          ),
        },
        scene: { name: 'actions.scene.START_CONVERSATION', slots: {} },
        session: { id: 'google', params: {}, languageCode: 'en-US' },
        user: { locale: 'en-US', params: {} },
      }),
    });
    const { prompt } = (await answer.json()) as {
      readonly prompt: { readonly firstSimple: { readonly speech: string } };
    };
    expect(prompt.firstSimple.speech).toContain('On west: ');
  });

  it('are told by GET /v1/platforms', async () => {
    const answer = await fetch(`${house.url}/v1/platforms`);
    const { platforms } = (await answer.json()) as { readonly platforms: readonly object[] };
    expect(platforms).toMatchObject(
      ['east', 'west'].flatMap((cluster) =>
        ['kubernetes', 'nomad', 'consul', 'vault'].map((name) => ({
          cluster,
          name,
          answers: true,
        })),
      ),
    );
  });

  it('leave the audit with the cluster of every change', async () => {
    const { display } = await house.say('what did you do', 'audit');
    const told = display?.rows.map(([, , sentence]) => sentence);
    expect(told).toContain('run 12 ping jobs on west');
    expect(told).toContain('run 5 ping jobs on east');
  });
});

describe('one cluster', () => {
  it('has no slot for it, and says so', async () => {
    const lone = await openHouse();
    const slots = { component: 'nomad', cluster: 'west' };
    await expect(lone.turn({ intent: 'stack/status', slots })).rejects.toThrow(
      '400: {"error":"stack/status has no slot cluster."',
    );
    expect((await lone.say('how is nomad')).speech).toContain(
      'Nomad is not deployed in the sandbox.',
    );
    await lone.close();
  });
});
