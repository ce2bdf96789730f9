import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.ts';
import { createExplain } from '../../src/stack/explain.ts';
import { findComponents } from '../../src/stack/components/components.ts';
import type { Run } from '../../src/stack/run.ts';
import { openHouse } from '../house.ts';

const kinds = { consul: 'sandbox', vault: 'sandbox', nomad: 'sandbox' } as const;
const refused = new Failure('untrusted', {
  platform: 'nomad',
  says: 'vault',
  because: 'role "nomad" not found',
});
const steps = ['done', 'done', 'acting'].map((state, at) => ({
  name: `step ${at}`,
  state: state as Run['steps'][number]['state'],
}));
const deployment = {
  id: 'deploy-nomad',
  deed: 'deploy',
  servers: 3,
  startedAt: '',
  steps,
} as const;

function explain(run: Partial<Run> | undefined, failure = refused): Promise<Failure> {
  const known = run && { ...deployment, component: 'nomad', state: 'running' as const, ...run };
  return createExplain({
    components: findComponents(kinds),
    stack: () => ({
      status: () => Promise.reject(new Error('nobody asked')),
      progress: async () => known && { run: known, ago: 'just now' },
    }),
  })(failure);
}

describe('a login of our own that was refused', () => {
  it('is of a deployment under way, where one is that sets it up', async () => {
    const { kind, facts } = await explain({ component: 'everything' });
    expect(kind).toBe('untrusted');
    expect(facts).toMatchObject({ deployment: 'everything', done: 2, steps: 3, says: 'vault' });
  });

  it('is of a deployment that did not come to its end', async () => {
    expect((await explain({ state: 'failed' })).facts).toMatchObject({ failed: 'nomad' });
  });

  it.each([
    ['nothing is under way', undefined],
    ['something else is', { component: 'consul' }],
    ['it is through', { state: 'done' as const }],
  ])('is what it is where %s', async (_case, run) => {
    expect(await explain(run)).toBe(refused);
  });
});

describe('what is not ready', () => {
  const unready = new Failure('unready', {
    platform: 'nomad',
    because: 'none of its pods is ready',
  });
  const trouble = 'the image nomad:0 of nomad-0 can not be pulled';

  it.each([
    ['is told with its cause where no server is', 0, trouble],
    ['is what it says where some are', 2, 'none of its pods is ready'],
  ])('%s', async (_case, ready, because) => {
    const servers = { wanted: 3, ready, isRolledOut: false, trouble };
    const about = { component: 'nomad', isAdopted: false, leader: undefined, isUp: false };
    const { facts } = await createExplain({
      components: findComponents(kinds),
      stack: () => ({
        status: async () => ({ ...about, servers }),
        progress: async () => undefined,
      }),
    })(unready);
    expect(facts).toMatchObject({ platform: 'nomad', because });
  });
});

describe('a Vault that is sealed', () => {
  const sealed = new Failure('sealed', { platform: 'vault' });

  it('needs nobody to unseal it while it is being deployed', async () => {
    const { kind, facts } = await explain({}, sealed);
    expect(kind).toBe('unready');
    expect(facts).toMatchObject({ because: 'it is being deployed, and still sealed' });
  });

  it.each([
    ['nothing is under way', undefined],
    ['a deployment has failed', { state: 'failed' as const }],
    ['something else is deployed', { component: 'consul' }],
  ])('is what it is where %s', async (_case, run) => {
    expect(await explain(run, sealed)).toBe(sealed);
  });
});

it('is never said as if the order had been refused, however early it is given', async () => {
  const house = await openHouse({ SANDBOX_PACE: '0.2' });
  try {
    await house.say('deploy nomad', 'deployer');
    const heard: string[] = [];
    for (
      let at = 0;
      at < 400 && !/(Creating 2 ping|2 ping tasks are|2 tasks wait)/.test(heard.at(-1) ?? '');
      at += 1
    )
      heard.push((await house.say('run two ping jobs', `early ${at}`)).speech);
    expect(heard.at(-1)).toMatch(/(Creating 2 ping|2 ping tasks are|2 tasks wait)/);
    expect(new Set(heard.filter((speech) => /accept|did not let/.test(speech)))).toEqual(new Set());
  } finally {
    await house.close();
  }
}, 90_000);
