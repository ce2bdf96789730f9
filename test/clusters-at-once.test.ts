import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, openHouse, type TestHouse } from './house.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await openHouse({ HASHINETES_CLUSTERS: 'east,west' });
  await house.deployNomad('east');
  await house.deployNomad('west');
}, 120_000);

afterAll(() => house.close());

async function speech(heard: string, session: string): Promise<string> {
  return (await house.say(heard, session)).speech;
}

async function counts(): Promise<readonly (number | undefined)[]> {
  const answers = house.sandboxes.map(async ({ nomad }) => {
    const answer = await fetch(`${nomad}/v1/job/ping`);
    if (!answer.ok) return undefined;
    const job = (await answer.json()) as { readonly TaskGroups: readonly { Count: number }[] };
    return job.TaskGroups[0]?.Count;
  });
  return Promise.all(answers);
}

describe('the clusters', () => {
  it('are told, with the one that is meant where none is named', async () => {
    const { speech: said, display } = await house.say('which clusters are there?', 'list');
    expect(said).toContain(
      'There are 2 clusters: east and west. Unless you name one, I go by east.',
    );
    expect(display?.rows).toEqual([
      ['east', 'yes'],
      ['west', ''],
    ]);
  });

  it('can be switched for one conversation, which says where it is', async () => {
    expect(await speech('use west from now on', 'switched')).toContain(
      'From now on I go by west, unless you name another one.',
    );
    expect(await speech('which cluster are we on', 'switched')).toContain('west.');
    expect(await speech('run three pings', 'switched')).toContain(
      'On west: Creating 3 ping tasks.',
    );
    expect(await counts()).toEqual([undefined, 3]);
    expect(await speech('run two pings', 'another')).toContain('On east: Creating 2 ping tasks.');
    expect(await counts()).toEqual([2, 3]);
  });

  it('ask where a change goes once the talk was of another than the one that was switched to', async () => {
    await speech('use west', 'torn');
    await speech('how many pings are running on east', 'torn');
    expect(await speech('run nine pings', 'torn')).toBe('On which cluster: east or west?');
    expect(await counts()).toEqual([2, 3]);
  });

  it('are switched to one at a time', async () => {
    expect(await speech('use all clusters', 'all')).toBe(
      'I go by one cluster at a time. Which one: east or west?',
    );
    expect(await speech('west', 'all')).toContain('From now on I go by west');
  });

  it('are all asked at once, a sentence each', async () => {
    await eventually(async () =>
      expect(await speech('how many pings are running on all clusters', 'every')).toBe(
        'On east: 2 ping tasks are running. On west: 3 ping tasks are running.',
      ),
    );
    const { display } = await house.say('list the nomad nodes on every cluster', 'every');
    expect(display?.columns[0]).toBe('cluster');
    expect(new Set(display?.rows.map(([cluster]) => cluster))).toEqual(new Set(['east', 'west']));
    await speech('how is nomad on east', 'every');
    expect(await speech('and on all clusters?', 'every')).toMatch(/^On east: Nomad .* On west: /);
  });

  it('are no place to stay at', async () => {
    await speech('use west', 'staying');
    await speech('how many pings are running on all clusters', 'staying');
    expect(await speech('how many are running', 'staying')).toMatch(/^On west: /);
    expect(await speech('run three pings', 'staying')).toMatch(/^On west: /);
    expect(await counts()).toEqual([2, 3]);
  });

  it.each(['run four pings on all clusters', 'stop the ping job everywhere'])(
    'are changed one at a time: "%s"',
    async (order) => {
      const before = await counts();
      expect(await speech(order, order)).toBe(
        'I change one cluster at a time, so nothing was done. On which cluster: east or west?',
      );
      expect(await counts()).toEqual(before);
    },
  );

  it.each(['do not run four pings on all clusters', 'run four pings everywhere except west'])(
    'are left alone on "%s"',
    async (order) => {
      const before = await counts();
      await speech(order, order);
      expect(await counts()).toEqual(before);
    },
  );

  it('do not lose the answer of one to the silence of another', async () => {
    await house.sandboxes[1]?.stop();
    const said = await speech('list the nomad nodes on all clusters', 'half');
    expect(said).toMatch(/^On east: Nomad has \d client machines.* On west: .*reach/);
  });
});

describe('one cluster', () => {
  it('is the only one to tell of, and there is nowhere to switch to', async () => {
    const lone = await openHouse();
    expect((await lone.say('which clusters are there')).speech).toContain(
      'There is only the one cluster that I was started for.',
    );
    expect((await lone.say('switch to another cluster')).speech).toContain(
      'There is no other cluster to go to.',
    );
    await lone.close();
  });
});
