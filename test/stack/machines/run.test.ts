import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { KubeObject } from '../../../src/platforms/kubernetes/kubernetes.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { drainSteps } from '../../../src/stack/machines/drain-steps.ts';
import { eventually } from '../../house.ts';
import { createReplica, type Replica, untilDone } from '../replica.ts';

let sandbox: Sandbox;
let first: Replica;
const replicas: Replica[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ paceFactor: 0.02, clock: () => new Date(), random: Math.random });
  first = createReplica(sandbox, 'first', Date.now);
  await first.stack.deploy('nomad', 3);
  await untilDone(first);
  await untilUsable(3);
}, 60_000);
afterEach(() => Promise.all(replicas.splice(0).map((replica) => replica.stop())));
afterAll(async () => {
  await first.stop();
  await sandbox.stop();
});

function another(holder: string): Replica {
  const replica = createReplica(sandbox, holder, Date.now);
  replicas.push(replica);
  return replica;
}

const untilUsable = (count: number): Promise<void> =>
  eventually(async () => {
    const nodes = await first.clients.nomad.nodes();
    const usable = nodes.filter(
      (node) => node.Status === 'ready' && node.SchedulingEligibility === 'eligible',
    );
    expect(usable).toHaveLength(count);
  });
const latest = async ({ stack }: Replica) => (await stack.progress())?.run;

test('a change of size is on record before the reply, and done when Nomad says so', async () => {
  const run = await first.machines.pool!.scale(5);
  const record = await first.kubernetes.get<
    KubeObject & { readonly data: Readonly<Record<string, string>> }
  >('ConfigMap', 'resize-machines', 'hashinetes');
  expect(JSON.parse(record.data['run.json'] ?? '')).toMatchObject({ deed: 'resize', servers: 5 });
  expect(run).toMatchObject({ state: 'running', title: 'the machine pool' });
  await untilDone(first);
  expect(await latest(first)).toMatchObject({
    result: '5 of 5 machines are ready and eligible',
    steps: [
      { name: 'drain the machines that leave', state: 'done' },
      { name: 'resize the pool', state: 'done' },
      { name: 'wait for Nomad', state: 'done' },
      { name: 'leave out the machines that are gone', state: 'done' },
    ],
  });
});

test('a change of size that its driver let go is continued by another', async () => {
  const crashed = another('crashed');
  await crashed.machines.pool!.scale(4);
  await crashed.runner.stop();
  expect(await latest(first)).toMatchObject({ state: 'running', servers: 4 });
  await first.runner.adopt();
  await untilDone(first);
  await untilUsable(4);
  expect(sandbox.controls.nomad.pool.size()).toBe(4);
});

test('another number takes the place of the one that is worked on, whoever drives it', async () => {
  const other = another('other');
  await other.machines.pool!.scale(9);
  expect((await first.machines.pool!.measure()).wanted).toBe(9);
  expect(await first.machines.pool!.scale(3)).toMatchObject({ servers: 3 });
  await eventually(async () => {
    await first.runner.adopt();
    expect(await latest(first)).toMatchObject({ state: 'done', servers: 3 });
  });
  await untilUsable(3);
  expect(await first.machines.pool!.change()).toBeUndefined();
});

test('the same number asked for by two at once is one run', async () => {
  const other = another('other');
  const [mine, theirs] = await Promise.all([
    first.machines.pool!.scale(4),
    other.machines.pool!.scale(4),
  ]);
  expect(mine.startedAt).toBe(theirs.startedAt);
  await untilDone(first);
  await untilUsable(4);
});

test('a drain is told until nothing is left, and fails where somebody ends it', async () => {
  const [node] = await first.clients.nomad.nodes();
  const run = await first.machines.drain(node!);
  expect(run).toMatchObject({ id: `drain-${node!.ID}`, title: `the drain of ${node!.Name}` });
  await untilDone(first);
  expect(await latest(first)).toMatchObject({ result: `no tasks are left on ${node!.Name}` });
  await first.clients.nomad.drain(node!.ID, undefined);
  await untilUsable(4);
  const [, move] = drainSteps({ id: node!.ID, name: node!.Name });
  expect(await move!.look({ ...first.clients, servers: 0 })).toEqual({
    kind: 'failed',
    cause: `somebody ended the drain of ${node!.Name}`,
  });
});

test('a machine that is lost leaves first, and is not waited for', async () => {
  sandbox.controls.nomad.loseMachine('client-0');
  await untilUsable(3);
  await first.machines.pool!.scale(3);
  await untilDone(first);
  const nodes = await first.clients.nomad.nodes();
  expect(nodes.find(({ Name }) => Name === 'client-0')).toMatchObject({
    Status: 'down',
    SchedulingEligibility: 'ineligible',
  });
});
