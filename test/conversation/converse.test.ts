import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually, openHouse, type TestHouse } from '../house.ts';

let house: TestHouse;
let session = 0;

beforeAll(async () => {
  house = await openHouse();
  await house.deployNomad();
});
afterAll(() => house.close());
beforeEach(() => {
  session += 1;
});

const say = async (text: string): Promise<string> => (await house.say(text, `s${session}`)).speech;
const running = (): Promise<void> =>
  eventually(async () =>
    expect(await say('how many ping jobs are running')).toMatch(
      /^\d+ ping tasks? (is|are) running/,
    ),
  );

async function count(): Promise<number> {
  const answer = await fetch(`${house.sandbox?.nomad}/v1/job/ping`);
  const job = (await answer.json()) as { TaskGroups: { Count: number }[] };
  return job.TaskGroups[0]?.Count ?? 0;
}

describe('the talk', () => {
  it('asks for what is missing, then acts, then counts', async () => {
    expect(await say('hello')).toBe(
      'Hello. Hashinetes here. A stranger with cluster access. My favourite kind of morning.',
    );
    const asked = await house.say('run the ping job', `s${session}`);
    expect(asked).toMatchObject({
      speech: 'How many?',
      expects: 'answer',
      intent: 'nomad/run-job',
      slots: { job: 'ping' },
    });
    expect(await say('twelve')).toBe('Creating 12 ping tasks. Somewhere a router just sighed.');
    await running();
    expect(await say('how many are running?')).toMatch(
      /^(12 ping tasks are running\.|Ping: 12 running, as asked\.)/,
    );
    expect(await say('run twelve ping jobs')).toBe(
      '12 ping tasks are running already. Nothing was changed. Efficiency.',
    );
  });
});

describe('questions that are open', () => {
  it('takes a number for the count, whatever is wrapped around it', async () => {
    await say('run the ping job');
    expect(await say('uh, a dozen please')).toMatch(/12 ping tasks/);
  });

  it('asks again, with the reason, for what can not be used', async () => {
    expect(
      (
        await house.turn({
          session: `s${session}`,
          intent: 'nomad/run-job',
          slots: { job: 'ping', count: 'potato' },
        })
      ).speech,
    ).toBe('I can not use potato there. How many?');
    expect(
      (
        await house.turn({
          session: `s${session}`,
          intent: 'nomad/run-job',
          slots: { job: 'ping', count: 0 },
        })
      ).speech,
    ).toBe('I can not use 0 there. How many?');
  });

  it('stays open when it is answered with another question', async () => {
    await say('run the ping job');
    expect(await say('how many what')).toMatch(/How many\?$/);
    expect(await say('four')).toMatch(/4 |four/);
  });

  it('is put again after a look at something else, and after a "what?"', async () => {
    await say('run the ping job');
    expect(await say('what?')).toBe('How many?');
    const aside = await house.say('how is nomad', `s${session}`);
    expect(aside).toMatchObject({ expects: 'answer', intent: 'stack/status' });
    expect(aside.speech).toMatch(/^Nomad is up.* How many\?$/);
    const another = await house.say('how is consul', `s${session}`);
    expect(another).toMatchObject({ expects: 'answer', intent: 'stack/status' });
    expect(another.speech).toMatch(/^Consul is up/); // once is enough
    expect(another.speech).not.toContain('How many');
    expect(await say('twelve')).toMatch(/12 ping tasks/);
  });

  it('is closed by its answer, of a question too', async () => {
    await say('run two ping jobs');
    const another = 'asking';
    expect((await house.say('how many are running', another)).speech).toBe('Which job?');
    const reply = await house.say('the ping job', another);
    expect(reply).toMatchObject({ intent: 'nomad/job-status', slots: { job: 'ping' } });
    expect(reply.expects).toBeNull();
  });

  it('gives way to a command that names what would have answered it', async () => {
    const another = 'giving-way';
    expect((await house.say('how many are running', another)).speech).toBe('Which job?');
    expect(await house.say('run the ping job', another)).toMatchObject({ speech: 'How many?' });
    expect(await house.say('run three', another)).toMatchObject({ slots: { count: 3 } });
  });

  it('takes no unknown words for what it did not ask', async () => {
    await say('run the ping job');
    const reply = await house.say('the purple one', `s${session}`);
    expect(reply).toMatchObject({ slots: { job: 'ping' }, expects: 'answer' });
  });

  it('forgets the question on "never mind"', async () => {
    await say('run the ping job');
    expect(await say('never mind')).toBe('Forgotten. Nothing was done.');
    expect(await say('yes')).toBe('I had not asked anything. Nothing was done.');
  });

  it('lets a new command win over the question', async () => {
    await say('run the ping job');
    expect(await say('how is nomad')).toMatch(
      /^Nomad is up in the sandbox: 3 of 3 servers are ready/,
    );
  });

  it('puts the question again to words that answer nothing, and gives up after three', async () => {
    await say('run the ping job');
    for (const _ of [1, 2, 3]) expect(await say('purple monkey dishwasher')).toMatch(/How many\?$/);
    expect(await say('purple monkey dishwasher')).toMatch(/^(You can say|Try)/);
  });

  it('expires', async () => {
    await say('run the ping job');
    house.advance(61_000);
    expect(await say('yes')).toBe(
      'That question is too old to answer now. Nothing was done; ask me again.',
    );
  });
});

describe('two wishes in one breath', () => {
  it('are done one at a time, and the first only on a yes', async () => {
    const said = await house.say('run two pings and three token printers', `s${session}`);
    expect(said).toMatchObject({
      speech: 'One thing at a time. Shall I run 2 ping jobs first?',
      expects: 'confirmation',
    });
    expect(await say('no')).toMatch(/Nothing was done/);
    expect(await say('stop ping and destroy nomad')).toMatch(/^One thing at a time\. .*ping/);
    expect(await say('deploy consul and vault')).toMatch(/^One thing at a time\. .*Consul first/);
  });
});

describe('corrections', () => {
  it('are of what was ordered, whatever was asked about since', async () => {
    await say('run two ping jobs');
    await say('how many are running');
    expect(await say('no, fifteen')).toBe('Shall I change that to: run 15 ping jobs?');
    expect(await say('no')).toMatch(/did nothing|Nothing was done|not/);
  });

  it('offers the change after the deed, and makes it on a yes', async () => {
    await say('run two ping jobs');
    const offered = await house.say('no, fifteen', `s${session}`);
    expect(offered).toMatchObject({
      speech: 'Shall I change that to: run 15 ping jobs?',
      expects: 'confirmation',
    });
    expect(await count()).toBe(2);
    expect(await say('yes')).toMatch(
      /^(Creating 13 more|13 more are being created), 15 ping tasks in all\./,
    );
    expect(await count()).toBe(15);
    expect(await say('yes')).toBe('I had not asked anything. Nothing was done.');
  });

  it('binds the yes to one session', async () => {
    await say('run two ping jobs');
    await say('no, forty');
    expect((await house.say('yes', 'somebody else')).speech).toBe(
      'I had not asked anything. Nothing was done.',
    );
    expect(await say('no')).toBe('Then not. Nothing was done. My favourite amount.');
    expect(await count()).not.toBe(40);
  });
});

describe('deliveries', () => {
  it('does a thing once, however often the same turn is delivered', async () => {
    const turn = {
      session: `s${session}`,
      id: 'the same',
      intent: 'nomad/run-job',
      slots: { job: 'ping', count: 3 },
    };
    const replies = await Promise.all([house.turn(turn), house.turn(turn), house.turn(turn)]);
    expect(new Set(replies.map(({ speech }) => speech)).size).toBe(1);
    const begun = house.logged.filter(
      ({ event, detail }) => event === 'audit' && JSON.stringify(detail).includes('the same'),
    );
    expect(begun).toHaveLength(2); // begun, and its outcome
  });
});

describe('small change', () => {
  it('says the same thing again', async () => {
    const said = await say('how is nomad');
    expect(await say('say that again')).toBe(said);
    expect(await say('say that again')).toBe(said);
  });

  it('is plain when asked to be', async () => {
    expect(await say('be plain')).toBe('My tone is plain now.');
    expect(await say('hello')).toBe('Hello. Hashinetes here.');
  });

  it('answers silence three times, ever less patiently, and then leaves', async () => {
    const silences = [];
    for (const _ of [1, 2, 3, 4]) silences.push(await house.say('', `s${session}`));
    expect(silences.map(({ speech, end }) => [speech, end])).toEqual([
      ['I am listening.', false],
      ['Still listening. You can say: how is Nomad.', false],
      ['I can hear the fans from here. Say something, or I will leave it at that.', false],
      ['I will leave you to it. Goodbye.', true],
    ]);
  });

  it('offers help after three times of not understanding', async () => {
    const misses = [];
    for (const _ of [1, 2, 3, 4]) misses.push(await say('purple monkey dishwasher'));
    expect(misses[0]).toMatch(/^I did not get that\./);
    expect(misses[3]).toMatch(/^You can say: deploy Nomad/);
  });

  it('ends the conversation', async () => {
    expect(await house.say('goodbye', `s${session}`)).toMatchObject({
      speech: 'Goodbye. The pods and I will manage.',
      end: true,
    });
  });
});

describe('what is not a command', () => {
  it.each([
    "don't run the ping job",
    'should we deploy nomad?',
    'who deployed nomad',
    'what happens if I run the ping job',
    'do not deploy nomad',
    'he said run the ping job',
  ])('does nothing on %j', async (text) => {
    const before = house.logged.filter(({ event }) => event === 'audit').length;
    const { expects, intent } = await house.say(text, `s${session}`);
    expect([expects === 'answer', intent]).toEqual([false, null]);
    expect(house.logged.filter(({ event }) => event === 'audit')).toHaveLength(before);
  });
});

it('does the arithmetic of a limit aloud and offers what it leaves', async () => {
  const offered = await house.say('run ten thousand ping jobs', `s${session}`);
  expect(offered).toMatchObject({
    speech:
      '10000 is more than I may do: the limit is 1000. Divided by a hundred that is 100; cut in half, 50. Shall I change that to: run 50 ping jobs?',
    expects: 'confirmation',
  });
  expect(await count()).not.toBe(50);
  expect(await say('yes')).toMatch(/50 ping tasks/);
  expect(await count()).toBe(50);
});
