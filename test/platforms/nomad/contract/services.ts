import { describe, expect, test } from 'vitest';
import { sketch } from '../jobs.ts';
import { eventually, type Subject } from '../subject.ts';

export function describeServices({ nomad, id, tally, running, ended }: Subject): void {
  describe('a service', () => {
    test('runs as many as asked, and is told of everywhere', async () => {
      const job = id('service');
      const { evaluation } = await nomad.register(sketch(job, { count: 3 }));
      await running(job, 3);
      await eventually(async () => {
        expect(await nomad.evaluation(evaluation)).toMatchObject({
          ID: evaluation,
          Status: 'complete',
        });
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
        facts: {
          because: expect.stringContaining('job exists with conflicting job modify index: '),
        },
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
      const group = { Update: { MaxParallel: 1, MinHealthyTime: 10e9 } };
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
      await nomad.stop(job);
      await ended(job);
      await nomad.stop(job, { purge: true });
      await expect(nomad.job(job)).rejects.toMatchObject({
        kind: 'absent',
        facts: { because: 'job not found' },
      });
      await nomad.stop(job);
    });
  });
}
