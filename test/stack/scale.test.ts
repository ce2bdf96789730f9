import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { eventually } from '../house.ts';
import { type Replica, untilDone, untilRun } from './replica.ts';
import { useStage } from './stage.ts';

const stage = useStage(0.01);
const { open } = stage;

type Fields = KubeObject & { readonly spec: { readonly replicas: number } };

async function deploy(component: string, servers: number): Promise<Replica> {
  const replica = open();
  await replica.stack.deploy(component, servers);
  await untilDone(replica);
  return replica;
}

async function votersOf({ clients }: Replica, component: string): Promise<readonly string[]> {
  const { nomad, consul, vault } = clients;
  const rafts: Readonly<Record<string, typeof nomad.raft>> = {
    nomad: nomad.raft,
    consul: consul.raft,
    vault: vault.raft,
  };
  const peers = (await rafts[component]?.peers()) ?? [];
  return peers.filter(({ isVoter }) => isVoter).map(({ name = '?' }) => name);
}

const named = (component: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_none, at) => `${component}-${at}`);

const changes = [
  ['consul', 3, 5],
  ['consul', 5, 3],
  ['consul', 3, 1],
  ['consul', 1, 3],
  ['vault', 3, 5],
  ['vault', 5, 1],
  ['nomad', 3, 5],
  ['nomad', 5, 1],
] as const;

describe('another number of servers', { timeout: 90_000 }, () => {
  it.each(changes)('takes %s from %i to %i, all of which vote', async (component, from, to) => {
    const replica = await deploy(component, from);
    expect(await replica.stack.scale(component, to)).toMatchObject({ kind: 'started', from });
    const run = await untilRun(replica, `scale-${component}`);
    expect(run.result).toMatch(
      new RegExp(`^${to} of ${to} server(s are| is) ready and ${component}-\\d leads$`),
    );
    expect(await votersOf(replica, component)).toEqual(named(component, to));
    expect(run.steps.at(-1)?.seen).toMatch(
      new RegExp(`^${to} of ${to} \\w+ servers vote, ${component}-\\d leads$`),
    );
    const set = await replica.kubernetes.get<Fields>('StatefulSet', component, component);
    expect(set.spec.replicas).toBe(to);
    expect(await replica.stack.deploy(component)).toMatchObject({
      kind: 'already',
      status: { servers: { wanted: to, ready: to } },
    });
  });
});

describe('a change of size', { timeout: 90_000 }, () => {
  it('can be taken back, on the volumes that were left', async () => {
    const replica = await deploy('vault', 3);
    await replica.stack.scale('vault', 1);
    await untilRun(replica, 'scale-vault');
    await replica.stack.scale('vault', 3);
    await eventually(async () => {
      const run = (await replica.ledger.list()).find(
        ({ run: { id } }) => id === 'scale-vault',
      )?.run;
      expect([run?.state, run?.servers], JSON.stringify(run?.steps)).toEqual(['done', 3]);
    });
    expect(await votersOf(replica, 'vault')).toEqual(named('vault', 3));
  });

  it('tells new servers how many they are to be', async () => {
    const replica = await deploy('consul', 3);
    await replica.stack.scale('consul', 5);
    await untilRun(replica, 'scale-consul');
    type Size = KubeObject & { readonly data: object };
    const size = await replica.kubernetes.get<Size>('ConfigMap', 'consul-size', 'consul');
    expect(size.data).toEqual({ servers: '5' });
  });

  it('takes no server away while one that stays has no vote', async () => {
    const replica = await deploy('consul', 3);
    const mend = stage.sandbox.controls.consul.trouble(
      { path: /raft\/configuration/ },
      { status: 500, message: 'No cluster leader' },
    );
    await replica.stack.scale('consul', 1);
    await eventually(async () => {
      const { run } = (await replica.stack.progress()) ?? {};
      const step = run?.steps.find(({ name }) => name.startsWith('take off'));
      expect(step?.seen).toBe('Consul has no leader');
    });
    const set = await replica.kubernetes.get<Fields>('StatefulSet', 'consul', 'consul');
    expect(set.spec.replicas).toBe(3);
    mend();
    await untilRun(replica, 'scale-consul');
  });

  it('is refused where there is nothing to change', async () => {
    const replica = await deploy('consul', 3);
    expect(await replica.stack.scale('consul', 3)).toMatchObject({ kind: 'already' });
    expect(await replica.stack.scale('nomad', 5)).toEqual({ kind: 'absent' });
    expect(await replica.stack.scale('database', 3)).toEqual({ kind: 'fixed' });
    expect(await replica.stack.scale('everything', 3)).toEqual({ kind: 'fixed' });
  });

  it('is continued by another after a kill', async () => {
    const first = await deploy('consul', 5);
    await first.stack.scale('consul', 1);
    await eventually(async () => {
      const set = await first.kubernetes.get<Fields>('StatefulSet', 'consul', 'consul');
      expect(set.spec.replicas).toBe(1);
    });
    await first.stop();
    const second = open('second');
    await second.runner.adopt();
    await untilRun(second, 'scale-consul');
    expect(await votersOf(second, 'consul')).toEqual(['consul-0']);
  });
});

describe('two orders at once', () => {
  it('are one after the other: the second is told of the first', async () => {
    const [one, two] = [await deploy('consul', 3), open('two')];
    await one.stack.scale('consul', 5);
    expect(await two.stack.scale('consul', 1)).toMatchObject({ kind: 'busy' });
    expect(await two.stack.scale('consul', 5)).toMatchObject({ kind: 'underway' });
    expect(await two.stack.destroy('consul', false)).toMatchObject({
      kind: 'busy',
      run: { deed: 'scale', servers: 5 },
    });
    expect(await two.stack.deploy('nomad')).toMatchObject({ kind: 'busy', run: { deed: 'scale' } });
    await untilRun(one, 'scale-consul');
  });

  it('given in the same moment do not both happen', async () => {
    const [one, two] = [await deploy('consul', 3), open('two')];
    const both = await Promise.all([
      one.stack.scale('consul', 5),
      two.stack.destroy('consul', false),
    ]);
    expect(both.filter(({ kind }) => kind === 'started').length).toBeLessThanOrEqual(1);
    expect(both.some(({ kind }) => kind === 'busy')).toBe(true);
  });
});
