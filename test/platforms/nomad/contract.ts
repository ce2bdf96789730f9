import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Failure } from '../../../src/failure.ts';
import { createNomad, type NomadClient } from '../../../src/platforms/nomad/client.ts';
import type { Change, Tally } from '../../../src/platforms/nomad/nomad.ts';
import { sketch } from './jobs.ts';
import { refusedJobspecs, refusedCalls } from './refusals.ts';
import type { Place } from './places.ts';

const ping = new URL('../../../deploy/jobs/ping.nomad.hcl', import.meta.url);

/** What Hashinetes relies on in Nomad: the sandbox and the real one pass the same. */
export function describeNomad(name: string, open: () => Promise<Place>): void {
  describe(name, { timeout: 60_000 }, () => {
    const run = Date.now().toString(36);
    const id = (what: string): string => `contract-${run}-${what}`;
    let place: Place;
    let nomad: NomadClient;

    beforeAll(async () => {
      place = await open();
      const origin = { url: place.url };
      nomad = createNomad({ origin: async () => origin });
      await eventually(async () => {
        const nodes = await nomad.nodes();
        expect(nodes.some(({ Status }) => Status === 'ready')).toBe(true);
      });
    }, 60_000);

    afterAll(async () => {
      const jobs = await nomad.jobs();
      const ours = jobs.filter(({ ID }) => ID.startsWith(id('')));
      await Promise.all(ours.map(({ ID }) => nomad.stop(ID, { purge: true })));
      await nomad.close();
      await place.close();
    }, 60_000);

    const raw = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(place.url + path, init);
      return { response, status: response.status, text: await response.text() };
    };
    const tally = async (job: string): Promise<Tally> =>
      (await nomad.summary(job)).value.Summary['g'] ?? expect.fail('the job has no group g');
    const running = (job: string, count: number): Promise<void> =>
      eventually(async () => expect(await tally(job)).toMatchObject({ Running: count, Starting: 0 }));

    describe('servers', () => {
      test('name their leader, and are alive', async () => {
        expect(await nomad.leader()).toMatch(/^[\d.]+:\d+$/);
        for (const member of await nomad.members()) {
          expect(member.Name).toMatch(/\.global$/);
          expect(member).toMatchObject({ Status: 'alive', Tags: { role: 'nomad', region: 'global' } });
        }
      });

      test('tell the raft configuration, the health and the peers', async () => {
        const raft = JSON.parse((await raw('/v1/operator/raft/configuration')).text);
        expect(raft.Servers.filter(({ Leader }: { Leader: boolean }) => Leader)).toHaveLength(1);
        const autopilot = await raw('/v1/operator/autopilot/health');
        expect(autopilot.status).toBe(200);
        expect(JSON.parse(autopilot.text)).toMatchObject({ Healthy: true });
        const health = await raw('/v1/agent/health?type=server');
        expect(JSON.parse(health.text)).toEqual({ server: { message: 'ok', ok: true } });
        expect(JSON.parse((await raw('/v1/status/peers')).text)).toContain(await nomad.leader());
        expect(JSON.parse((await raw('/v1/regions')).text)).toEqual(['global']);
      });

      test('have the default namespace', async () => {
        const [namespace] = JSON.parse((await raw('/v1/namespaces')).text);
        expect(namespace).toMatchObject({ Name: 'default', Description: 'Default shared namespace' });
      });
    });

    describe('jobspecs', () => {
      test('are parsed with their variables', async () => {
        const job = await nomad.parse(await readFile(ping, 'utf8'), { count: 12 });
        expect(job).toMatchObject({ ID: 'ping', Type: 'service', TaskGroups: [{ Name: 'ping', Count: 12 }] });
      });

      test('take any text as the value of a variable', async () => {
        const host = '"; ${rm} %{if} \\ \b\n';
        const job = await nomad.parse(await readFile(ping, 'utf8'), { host });
        expect(JSON.stringify(job.TaskGroups)).toContain(JSON.stringify(`ping -c 1 ${host};`).slice(1, -1));
      });

      test.each(refusedJobspecs)('are refused with the place: %j', async (hcl, because) => {
        await expect(nomad.parse(hcl)).rejects.toMatchObject({
          kind: 'invalid',
          facts: { status: 400, because: expect.stringContaining(because) },
        });
      });
    });

    describe('a service', () => {
      test('runs as many as asked, and is told of everywhere', async () => {
        const job = id('service');
        const { evaluation } = await nomad.register(sketch(job, { count: 3 }));
        await running(job, 3);
        await eventually(async () => {
          expect(await nomad.evaluation(evaluation)).toMatchObject({ ID: evaluation, Status: 'complete' });
        });
        const { value: allocations } = await nomad.allocations(job);
        expect(allocations.map(({ Name }) => Name).toSorted()).toEqual(
          [0, 1, 2].map((number) => `${job}.g[${number}]`),
        );
        expect(allocations.every(({ ClientStatus }) => ClientStatus === 'running')).toBe(true);
        const nodes = (await nomad.nodes()).map(({ Name }) => Name);
        expect(nodes).toEqual(expect.arrayContaining(allocations.map(({ NodeName }) => NodeName)));
        expect(await nomad.job(job)).toMatchObject({ ID: job, Status: 'running', Stop: false });
        expect(await nomad.jobs()).toContainEqual(
          expect.objectContaining({ ID: job, Type: 'service', Status: 'running' }),
        );
        expect((await nomad.evaluations(job)).map(({ ID }) => ID)).toContain(evaluation);
        expect(await nomad.deployments(job)).toEqual([]);
      });

      test('is kept from a second writer by its index', async () => {
        const job = id('index');
        await nomad.register(sketch(job), undefined, 0);
        await expect(nomad.register(sketch(job), undefined, 0)).rejects.toMatchObject({
          kind: 'conflict',
          facts: { because: 'Enforcing job modify index 0: job already exists' },
        });
        await expect(nomad.register(sketch(job), undefined, 1)).rejects.toMatchObject({
          kind: 'conflict',
          facts: { because: expect.stringContaining('job exists with conflicting job modify index: ') },
        });
        const { JobModifyIndex } = await nomad.job(job);
        await nomad.register(sketch(job, { count: 2 }), undefined, JobModifyIndex);
      });

      test('registered again as it was stays as it is', async () => {
        const job = id('again');
        await nomad.register(sketch(job, { count: 2 }));
        await running(job, 2);
        const before = (await nomad.allocations(job)).value.map(({ ID }) => ID);
        await nomad.register(sketch(job, { count: 2 }));
        await nomad.register(sketch(job, { count: 3 }));
        await running(job, 3);
        const after = (await nomad.allocations(job)).value.map(({ ID }) => ID);
        expect(after).toEqual(expect.arrayContaining(before));
        expect(after).toHaveLength(3);
        expect(await nomad.versions(job)).toMatchObject([{ Version: 1 }, { Version: 0 }]);
      });

      test('is scaled up and down', async () => {
        const job = id('scale');
        await nomad.register(sketch(job, { count: 1 }));
        await nomad.scale(job, 'g', 4, 'more');
        await running(job, 4);
        await nomad.scale(job, 'g', 2, 'less');
        await running(job, 2);
        await expect(nomad.scale(job, 'z', 2, '')).rejects.toMatchObject({
          kind: 'invalid',
          facts: { because: 'task group "z" specified for scaling does not exist in job' },
        });
        await expect(nomad.scale(job, 'g', -1, '')).rejects.toMatchObject({ kind: 'invalid' });
        await expect(nomad.scale(id('nojob'), 'g', 2, '')).rejects.toMatchObject({
          kind: 'absent',
          facts: { because: `job "${id('nojob')}" not found` },
        });
      });

      test('with a rollout cannot be scaled while it lasts', async () => {
        const job = id('rollout');
        const group = { Update: { MaxParallel: 1, MinHealthyTime: 1e9 } };
        await nomad.register(sketch(job, { group }));
        await eventually(async () => expect(await nomad.deployments(job)).toHaveLength(1));
        await expect(nomad.scale(job, 'g', 2, '')).rejects.toMatchObject({
          kind: 'conflict',
          facts: { because: 'job scaling blocked due to active deployment' },
        });
        await eventually(async () =>
          expect(await nomad.deployments(job)).toMatchObject([
            { Status: 'successful', StatusDescription: 'Deployment completed successfully' },
          ]),
        );
        await nomad.scale(job, 'g', 2, '');
      });

      test('stops, and is gone once purged', async () => {
        const job = id('stop');
        await nomad.register(sketch(job, { count: 2 }));
        await running(job, 2);
        await nomad.stop(job);
        await eventually(async () => {
          expect(await nomad.job(job)).toMatchObject({ Stop: true, Status: 'dead' });
          expect(await tally(job)).toMatchObject({ Running: 0, Complete: 2 });
        });
        await nomad.register(sketch(job));
        await running(job, 1);
        await nomad.stop(job, { purge: true });
        await expect(nomad.job(job)).rejects.toMatchObject({
          kind: 'absent',
          facts: { because: 'job not found' },
        });
        await nomad.stop(job);
      });
    });

    describe('what finds no room', () => {
      test('is foretold by the plan and waits in the queue', async () => {
        const job = sketch(id('big'), { count: 3, memory: 900_000 });
        const plan = await nomad.plan(job);
        expect(plan.FailedTGAllocs?.['g']).toMatchObject({
          CoalescedFailures: 2,
          DimensionExhausted: { memory: expect.any(Number) },
        });
        expect(plan.Annotations?.DesiredTGUpdates?.['g']).toMatchObject({ Place: 3 });
        await expect(nomad.job(job.ID)).rejects.toMatchObject({ kind: 'absent' });
        const { evaluation } = await nomad.register(job);
        await eventually(async () => {
          const { BlockedEval = '' } = await nomad.evaluation(evaluation);
          expect(await nomad.evaluation(BlockedEval)).toMatchObject({ Status: 'blocked' });
          expect(await tally(job.ID)).toMatchObject({ Queued: 3 });
          expect(await nomad.job(job.ID)).toMatchObject({ Status: 'pending' });
        });
      });

      test('names the constraint that no node meets', async () => {
        const Constraints = [{ LTarget: '${attr.kernel.name}', RTarget: 'plan9', Operand: '=' }];
        const plan = await nomad.plan(sketch(id('constraint'), { more: { Constraints } }));
        expect(plan.FailedTGAllocs?.['g']).toMatchObject({
          ConstraintFiltered: { '${attr.kernel.name} = plan9': expect.any(Number) },
        });
      });

      test('names the driver that no node has', async () => {
        const plan = await nomad.plan(sketch(id('driver'), { driver: 'teleport' }));
        expect(plan.FailedTGAllocs?.['g']).toMatchObject({
          ConstraintFiltered: { 'missing drivers': expect.any(Number) },
        });
      });

      test('counts no node outside of the datacenters', async () => {
        const more = { Datacenters: ['nowhere'] };
        const plan = await nomad.plan(sketch(id('datacenter'), { more }));
        expect(plan.FailedTGAllocs?.['g']).toMatchObject({ NodesEvaluated: 0, NodesFiltered: 0 });
      });
    });

    describe('a batch', () => {
      test('completes', async () => {
        const job = id('batch');
        await nomad.register(sketch(job, { type: 'batch', count: 2, command: '/bin/true', args: [] }));
        await eventually(async () => {
          expect(await tally(job)).toMatchObject({ Complete: 2, Running: 0, Queued: 0 });
          expect(await nomad.job(job)).toMatchObject({ Status: 'dead', Stop: false });
        });
      });

      test('that fails says with which code', async () => {
        const job = id('fails');
        const group = { RestartPolicy: { Attempts: 0, Mode: 'fail' }, ReschedulePolicy: { Attempts: 0, Unlimited: false } };
        await nomad.register(sketch(job, { type: 'batch', command: '/bin/false', args: [], group }));
        await eventually(async () => expect(await tally(job)).toMatchObject({ Failed: 1 }));
        const { value } = await nomad.allocations(job);
        expect(value).toMatchObject([
          {
            ClientStatus: 'failed',
            ClientDescription: 'Failed tasks',
            TaskStates: {
              t: {
                Failed: true,
                State: 'dead',
                Events: expect.arrayContaining([
                  expect.objectContaining({ Type: 'Terminated', ExitCode: 1, DisplayMessage: 'Exit Code: 1' }),
                ]),
              },
            },
          },
        ]);
      });

      test('with parameters is dispatched once for each token', async () => {
        const job = id('param');
        const ParameterizedJob = { Payload: 'optional', MetaRequired: ['who'], MetaOptional: ['why'] };
        await nomad.register(sketch(job, { type: 'batch', more: { ParameterizedJob } }));
        expect(await nomad.job(job)).toMatchObject({ Status: 'running' });
        const first = await nomad.dispatch(job, 'token-1', { who: 'me' });
        expect(first.job.startsWith(`${job}/dispatch-`)).toBe(true);
        expect(await nomad.dispatch(job, 'token-1', { who: 'me' })).toEqual(first);
        expect(await nomad.dispatch(job, 'token-2', { who: 'me' })).not.toEqual(first);
        await running(first.job, 1);
        expect((await nomad.summary(job)).value).toMatchObject({ Children: { Running: 2 } });
        await expect(nomad.dispatch(job, 'token-3')).rejects.toMatchObject({
          kind: 'invalid',
          facts: { because: expect.stringContaining('who') },
        });
        await expect(nomad.dispatch(job, 'token-3', { who: 'me', how: 'so' })).rejects.toMatchObject({
          kind: 'invalid',
          facts: { because: expect.stringContaining('how') },
        });
        await expect(nomad.dispatch(id('service'), 'token-3')).rejects.toMatchObject({ kind: 'invalid' });
        await expect(nomad.dispatch(id('nojob'), 'token-3')).rejects.toMatchObject({ kind: 'absent' });
      });
    });

    describe('waiting', () => {
      test('lasts until there is news', async () => {
        const job = id('wait');
        await nomad.register(sketch(job));
        await running(job, 1);
        const { index } = await nomad.summary(job);
        const news = nomad.summary(job, { index, waitSeconds: 20 });
        await nomad.scale(job, 'g', 2, 'news');
        expect((await news).index).toBeGreaterThan(index);
      });

      test('ends with what there was when its time is over', async () => {
        const job = id('wait');
        await running(job, 2);
        const { index } = await nomad.summary(job);
        const start = performance.now();
        const again = await nomad.summary(job, { index, waitSeconds: 1 });
        expect(again.index).toBe(index);
        expect(performance.now() - start).toBeGreaterThan(950);
      });

      test('works on what does not exist yet', async () => {
        const job = id('yet');
        const { response } = await raw(`/v1/job/${job}/summary`);
        const index = Number(response.headers.get('x-nomad-index'));
        const news = raw(`/v1/job/${job}/summary?index=${index}&wait=20s`);
        await nomad.register(sketch(job));
        expect((await news).status).toBe(200);
      });

      test('can be abandoned', async () => {
        const { index } = await nomad.summary(id('wait'));
        const turn = new AbortController();
        const wait = nomad.during(turn.signal).summary(id('wait'), { index, waitSeconds: 60 });
        setTimeout(() => turn.abort(), 50);
        await expect(wait).rejects.toMatchObject({ kind: 'late' });
      });

      test('by the event stream hears of a job and its allocations', async () => {
        const job = id('stream');
        const { index } = await nomad.register(sketch(job)).then(() => nomad.summary(job));
        const turn = new AbortController();
        const heard: Change[] = [];
        const listening = (async () => {
          const topics = [`Job:${job}`, `Allocation:${job}`, `Evaluation:${job}`];
          for await (const change of nomad.during(turn.signal).changes(topics, index)) heard.push(change);
        })();
        await running(job, 1);
        await nomad.stop(job);
        await eventually(async () => {
          const topics = new Set(heard.map(({ Topic }) => Topic));
          expect(topics).toEqual(new Set(['Job', 'Allocation', 'Evaluation']));
          expect(heard.every((change) => change.index >= index)).toBe(true);
        });
        turn.abort();
        await expect(listening).rejects.toBeInstanceOf(Failure);
      });
    });

    describe('nodes', () => {
      test('are listed with what they can do', async () => {
        const nodes = await nomad.nodes();
        expect(nodes[0]).toMatchObject({
          Datacenter: 'dc1',
          Status: 'ready',
          SchedulingEligibility: 'eligible',
          Drain: false,
          Drivers: { raw_exec: { Detected: true, Healthy: true } },
        });
        const filter = encodeURIComponent('Status == "ready" and NodePool == "default"');
        expect(JSON.parse((await raw(`/v1/nodes?filter=${filter}`)).text)).toHaveLength(nodes.length);
        const one = await raw(`/v1/node/${nodes[0]?.ID}`);
        expect(JSON.parse(one.text)).toMatchObject({ Attributes: { 'kernel.name': 'linux' } });
      });

      test('are kept from new work and given it again', async () => {
        const node = (await nomad.nodes())[0] ?? expect.fail('there is no node');
        const now = async () => (await nomad.nodes()).find(({ ID }) => ID === node.ID);
        await nomad.setEligible(node.ID, false);
        expect(await now()).toMatchObject({ SchedulingEligibility: 'ineligible', Drain: false });
        await nomad.setEligible(node.ID, true);
        expect(await now()).toMatchObject({ SchedulingEligibility: 'eligible' });
      });
    });

    test('logs are what a task has written', async () => {
      const job = id('logs');
      await nomad.register(sketch(job, { command: '/bin/sh', args: ['-c', 'while echo 64 bytes; do sleep 1; done'] }));
      await running(job, 1);
      const allocation = (await nomad.allocations(job)).value[0] ?? expect.fail('no allocation');
      await eventually(async () =>
        expect(await nomad.logs(allocation.ID, 't', 'stdout')).toContain('64 bytes'),
      );
      await expect(nomad.logs(allocation.ID, 'z', 'stdout')).rejects.toMatchObject({ kind: 'absent' });
    });

    describe('names', () => {
      test.each(['../nodes', 'a/b?purge=true', 'x#y', '%2e%2e'])('stay in their place: %s', async (name) => {
        await expect(nomad.job(name)).rejects.toMatchObject({
          kind: 'absent',
          facts: { because: 'job not found' },
        });
        await expect(nomad.summary(name)).rejects.toMatchObject({ kind: 'absent' });
      });

      test.each(['..', '.', ''])('that a URL would swallow are refused: "%s"', async (name) => {
        await expect(nomad.stop(name)).rejects.toMatchObject({ kind: 'invalid' });
      });

      test('may hold a slash', async () => {
        const job = id('a/b');
        await nomad.register(sketch(job));
        await running(job, 1);
        expect(await nomad.job(job)).toMatchObject({ ID: job });
      });
    });

    test.each(refusedCalls)('refuses %s %s with %i %j', async (method, path, status, says, body) => {
      const answer = await raw(path, { method, ...(body !== undefined && { body }) });
      expect([answer.status, answer.text.trim()]).toEqual([status, says]);
      if (says !== '') expect(answer.response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    });

    test('tells the index and the leader with every query', async () => {
      const { response } = await raw('/v1/nodes');
      expect(Number(response.headers.get('x-nomad-index'))).toBeGreaterThan(0);
      expect(response.headers.get('x-nomad-knownleader')).toBe('true');
      expect(response.headers.get('x-nomad-lastcontact')).toBe('0');
    });

    test('knows no jobs in another namespace', async () => {
      const origin = { url: place.url };
      const other = createNomad({ origin: async () => origin, namespace: 'nope' });
      expect(await other.jobs()).toEqual([]);
      await expect(other.job(id('service'))).rejects.toMatchObject({ kind: 'absent' });
      await other.close();
    });
  });
}

function eventually(check: () => Promise<unknown>): Promise<void> {
  return vi.waitFor(async () => void (await check()), { timeout: 45_000, interval: 50 });
}
