import { describe, expect, test } from 'vitest';
import { Failure } from '../../../../src/failure.ts';
import type { Change } from '../../../../src/platforms/nomad/nomad.ts';
import { sketch } from '../jobs.ts';
import { eventually, type Subject } from '../subject.ts';

export function describeWaiting({ nomad, raw, id, running }: Subject): void {
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
        for await (const change of nomad.during(turn.signal).changes(topics, index))
          heard.push(change);
      })();
      await running(job, 1);
      await nomad.stop(job);
      await eventually(async () => {
        const topics = new Set(heard.map(({ Topic }) => Topic));
        expect(topics).toEqual(new Set(['Job', 'Allocation', 'Evaluation']));
        expect(heard.every((change) => change.index > index)).toBe(true);
      });
      turn.abort();
      await expect(listening).rejects.toBeInstanceOf(Failure);
    });
  });
}
