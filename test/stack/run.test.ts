import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { eventually } from '../house.ts';
import { createReplica as openReplica, type Replica, untilDone } from './replica.ts';

let sandbox: Sandbox;
let ahead = 0;
const replicas: Replica[] = [];
const clock = (): number => Date.now() + ahead;

beforeEach(async () => {
  ahead = 0;
  sandbox = await startSandbox({ paceFactor: 0.02, clock: () => new Date(), random: Math.random });
});
afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.stop()));
  await sandbox.stop();
});

function createReplica(holder: string): Replica {
  const replica = openReplica(sandbox, holder, clock);
  replicas.push(replica);
  return replica;
}

const faults = (): Sandbox['controls']['kubernetes']['faults'] =>
  sandbox.controls.kubernetes.faults;

type StatefulSet = KubeObject & { readonly status: { readonly readyReplicas?: number } };
const nomadSet = ({ kubernetes }: Replica): Promise<StatefulSet> =>
  kubernetes.get<StatefulSet>('StatefulSet', 'nomad', 'nomad');

describe('a deployment', () => {
  it('is on record in Kubernetes before the reply, and ends in three servers with a leader', async () => {
    const replica = createReplica('one');
    const deployment = await replica.stack.deploy('nomad', 3);
    expect(deployment).toMatchObject({
      kind: 'started',
      run: { state: 'running', component: 'nomad' },
    });
    const selection = { namespace: 'hashinetes', labelSelector: 'hashinetes.dev/run' };
    const { items } = await replica.kubernetes.list('ConfigMap', selection);
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['deploy-nomad']);
    await untilDone(replica);
    expect((await nomadSet(replica)).status.readyReplicas).toBe(3);
    expect(await replica.stack.status('nomad')).toMatchObject({
      isUp: true,
      leader: expect.stringMatching(/^nomad-[012]$/),
    });
    const claims = await replica.kubernetes.list<KubeObject & { status: { phase: string } }>(
      'PersistentVolumeClaim',
      { namespace: 'nomad' },
    );
    expect(claims.items.map(({ metadata, status }) => `${metadata.name} ${status.phase}`)).toEqual([
      'data-nomad-0 Bound',
      'data-nomad-1 Bound',
      'data-nomad-2 Bound',
    ]);
  });

  it('is waited for by whoever carries it, and by nobody else', async () => {
    const [one, two] = [createReplica('one'), createReplica('two')];
    await one.stack.deploy('nomad', 3);
    expect(await two.runner.settled()).toBe(false);
    expect(await one.runner.settled()).toBe(true);
    expect((await two.stack.progress())?.run.state).toBe('done');
    expect(await one.runner.settled()).toBe(false);
  });

  it('has one to five servers, as asked', async () => {
    const replica = createReplica('one');
    await replica.stack.deploy('nomad', 5);
    await untilDone(replica);
    expect((await nomadSet(replica)).status.readyReplicas).toBe(5);
    const size = await replica.kubernetes.get<KubeObject & { data: object }>(
      'ConfigMap',
      'nomad-size',
      'nomad',
    );
    expect(size.data).toEqual({ servers: '5' });
  });

  it('is under way for everybody who asks meanwhile, and already there afterwards', async () => {
    const [one, two] = [createReplica('one'), createReplica('two')];
    const both = await Promise.all([one.stack.deploy('nomad', 3), two.stack.deploy('nomad', 3)]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['started', 'underway']);
    await untilDone(one);
    expect(await two.stack.deploy('nomad', 3)).toMatchObject({
      kind: 'already',
      status: { isUp: true },
    });
    expect(
      [...one.events(), ...two.events()].filter((event) => event === 'run.begun'),
    ).toHaveLength(1);
  });

  it('is continued by another replica once the lease of the first has lapsed', async () => {
    const first = createReplica('first');
    const mend = faults().trouble({ method: 'PATCH', path: /statefulsets/ }, { status: 500 });
    await first.stack.deploy('nomad', 3);
    await first.stop(); // lets the run go: the record says running, the lease is free
    replicas.splice(0);
    mend();
    const second = createReplica('second');
    expect((await second.stack.progress())?.run.state).toBe('running');
    await second.runner.adopt();
    await untilDone(second);
  });

  it('is left to whoever holds its lease, until that was not renewed for its duration', async () => {
    const replica = createReplica('me');
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'deploy-nomad', namespace: 'hashinetes' },
    };
    const spec = {
      holderIdentity: 'somebody else',
      leaseDurationSeconds: 15,
      renewTime: '2026-01-01T00:00:00.000000Z',
    };
    await replica.kubernetes.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'hashinetes' },
    });
    await replica.kubernetes.create({ ...lease, spec } as KubeObject);
    await replica.stack.deploy('nomad', 3);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(replica.events()).toEqual([]);
    await eventually(async () => {
      ahead += 16_000;
      await replica.runner.adopt();
      expect(replica.events()).toContain('run.begun');
    });
    await untilDone(replica);
  });
});

describe('a run that can not go on', () => {
  it('fails at once with what the API server forbids', async () => {
    const replica = createReplica('one');
    faults().deny({ verb: 'patch', resource: 'statefulsets' });
    await replica.stack.deploy('nomad', 3);
    await eventually(async () =>
      expect((await replica.stack.progress())?.run.state).toBe('failed'),
    );
    const run = (await replica.stack.progress())?.run;
    expect(run?.result).toBe(
      'Hashinetes may not patch statefulsets in namespace consul, and 2 more like it; apply deploy/install as an administrator',
    );
    expect(run?.steps.find(({ state }) => state === 'failed')?.name).toBe('check the permissions');
  });

  it('waits for nodes, and says so', async () => {
    const replica = createReplica('one');
    for (const { name } of await replica.kubernetes.nodes())
      sandbox.controls.kubernetes.setNodeReady(name, false);
    await replica.stack.deploy('nomad', 3);
    await eventually(async () => {
      const run = (await replica.stack.progress())?.run;
      expect(run?.steps[0]).toMatchObject({
        name: 'check the cluster',
        state: 'acting',
        seen: '0 of 7 nodes are ready',
      });
    });
    sandbox.controls.kubernetes.setNodeReady('node-1', true);
    await untilDone(replica);
  });

  it('starts anew when it is asked for again', async () => {
    const replica = createReplica('one');
    const mend = faults().deny({ verb: 'patch', resource: 'statefulsets' });
    await replica.stack.deploy('nomad', 3);
    await eventually(async () =>
      expect((await replica.stack.progress())?.run.state).toBe('failed'),
    );
    mend();
    expect((await replica.stack.deploy('nomad', 3)).kind).toBe('started');
    await untilDone(replica);
  });
});
