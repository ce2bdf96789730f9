import { describe, expect, it } from 'vitest';
import type { Hearing } from '../../../src/conversation/recognition.ts';
import { loadEar } from '../../../src/ear.ts';

const one = await loadEar();
const several = await loadEar(['east', 'west', 'prod-eu', 'staging']);
const names = (list: string) => (list === 'job' ? ['ping', 'billing-export'] : []);

describe('a sentence that names a cluster', () => {
  it.each([
    ['deploy nomad on west', 'stack/deploy', { component: 'nomad', cluster: 'west' }],
    ['on west, run twelve pings', 'nomad/run-job', { job: 'ping', count: 12, cluster: 'west' }],
    [
      'run 3 pings in the east cluster',
      'nomad/run-job',
      { job: 'ping', count: 3, cluster: 'east' },
    ],
    [
      'please run twelve pings over on prod eu',
      'nomad/run-job',
      { job: 'ping', count: 12, cluster: 'prod-eu' },
    ],
    [
      'could you stop the billing export on staging please',
      'nomad/stop-job',
      { job: 'billing-export', cluster: 'staging' },
    ],
    ['how many pings are running on waste', 'nomad/job-status', { job: 'ping', cluster: 'west' }],
    ['how is nomad on cluster west?', 'stack/status', { component: 'nomad', cluster: 'west' }],
    ["how is east's nomad", 'stack/status', { component: 'nomad', cluster: 'east' }],
    ['how is the staging cluster', 'stack/status', { cluster: 'staging' }],
    ['how is west', 'stack/status', { cluster: 'west' }],
    ['are we there yet on west', 'stack/progress', { cluster: 'west' }],
    ['what is deployed in prod-eu', 'stack/status', { cluster: 'prod-eu' }],
    ['list the nomad jobs of west', 'nomad/list-jobs', { cluster: 'west' }],
    [
      'where is the web service in east',
      'consul/find-service',
      { service: 'web', cluster: 'east' },
    ],
    ['west please deploy vault', 'stack/deploy', { component: 'vault', cluster: 'west' }],
    ['is vault sealed on staging', 'vault/status', { cluster: 'staging' }],
    ['scale the machines on west to five', 'nomad/scale-nodes', { count: 5, cluster: 'west' }],
  ])('"%s" is %s %o', (text, intent, slots) => {
    expect(several.recognize(text, { names })).toMatchObject({ kind: 'intent', intent, slots });
  });

  it.each([
    "don't deploy nomad on west",
    'deploy nomad everywhere except on west',
    'deploy nomad instead of west',
    'run three pings anywhere but on west',
    'run three pings like on west',
    'stop ping off west',
    'deploy nomad on east and on west',
    'run three pings on east, no, west',
    'what would happen if I deployed nomad on west',
  ])('is no order in "%s"', (text) => {
    expect(several.recognize(text, { names }).kind).toBe('unknown');
  });

  it('keeps a name that is none, so that it can be refused', () => {
    expect(several.recognize('deploy nomad on north', { names })).toMatchObject({
      intent: 'stack/deploy',
      slots: { component: 'nomad', cluster: 'north' },
    });
  });

  it.each([
    ['and on west?', { job: 'ping', cluster: 'west' }],
    ['what about the west cluster', { job: 'ping', cluster: 'west' }],
    ['how about west?', { job: 'ping', cluster: 'west' }],
  ])('goes on with the last question: "%s"', (text, slots) => {
    const last = { intent: 'nomad/job-status', slots: { job: 'ping', cluster: 'east' } };
    expect(several.recognize(text, { names, last })).toMatchObject({
      kind: 'intent',
      intent: 'nomad/job-status',
      slots,
    });
  });

  it.each(['yes, on west', 'no, on west', 'on west', 'I meant west', 'no, west'])(
    'corrects what was read back: "%s"',
    (text) => {
      const last = { intent: 'nomad/stop-job', slots: { job: 'ping', cluster: 'east' } };
      const hearing: Hearing = { names, awaits: 'yes', last };
      expect(several.recognize(text, hearing)).toEqual({
        kind: 'correction',
        slots: { cluster: 'west' },
      });
    },
  );

  it.each([
    ['west', { cluster: 'west' }],
    ['on the west cluster please', { cluster: 'west' }],
    ['the second one', { cluster: 'west' }],
  ])('answers which cluster: "%s"', (text, slots) => {
    const awaits = { intent: 'nomad/run-job', slot: 'cluster' };
    expect(several.recognize(text, { names, awaits })).toEqual({ kind: 'answer', slots });
  });

  it('answers how many, and where', () => {
    const awaits = { intent: 'nomad/run-job', slot: 'count' };
    expect(several.recognize('twelve on west', { names, awaits })).toEqual({
      kind: 'answer',
      slots: { count: 12, cluster: 'west' },
    });
  });
});

describe('with one cluster', () => {
  it('no sentence names one and no intent has the slot, but the one to switch with', () => {
    const having = [...one.scripts].filter(([, { slots }]) => 'cluster' in slots);
    expect(having.map(([id]) => id)).toEqual(['cluster/use']);
    expect(one.recognize('deploy nomad on west', { names }).kind).not.toBe('intent');
  });
});

it('understands every example as ever where there are several', () => {
  for (const { examples } of one.scripts.values())
    for (const { hear } of examples)
      expect(several.recognize(hear, { names }), hear).toEqual(one.recognize(hear, { names }));
});
