import { describe, expect, test } from 'vitest';
import type { Subject } from '../subject.ts';

export function describeWaiting({ consul, id }: Subject): void {
  const register = (service: string, Port: number): Promise<void> =>
    consul.register({
      Node: id('wait'),
      Address: '192.0.2.8',
      Service: { Service: service, Port },
    });

  describe('waiting', () => {
    test('lasts until there is news', async () => {
      const service = id('wait');
      await register(service, 1);
      const { index } = await consul.instances(service);
      const news = consul.instances(service, undefined, { index, waitSeconds: 20 });
      await register(service, 2);
      const { value, index: next } = await news;
      expect(value.map(({ port }) => port)).toEqual([2]);
      expect(next).toBeGreaterThan(index);
    });

    test('ends with what there was when its time is over', async () => {
      const service = id('wait');
      const { index } = await consul.instances(service);
      const start = performance.now();
      const again = await consul.instances(service, undefined, { index, waitSeconds: 1 });
      expect(again.index).toBe(index);
      expect(performance.now() - start).toBeGreaterThan(950);
    });

    test('works on what does not exist yet, and on what goes', async () => {
      const service = id('yet');
      const { index } = await consul.instances(service);
      const coming = consul.instances(service, undefined, { index, waitSeconds: 20 });
      await register(service, 1);
      const { value, index: there } = await coming;
      expect(value).toHaveLength(1);
      const going = consul.instances(service, undefined, { index: there, waitSeconds: 20 });
      await consul.deregister(id('wait'));
      expect((await going).value).toEqual([]);
    });

    test('on the list of services hears of a new one', async () => {
      const { index } = await consul.services();
      const news = consul.services(undefined, { index, waitSeconds: 20 });
      await register(id('fresh'), 1);
      expect((await news).value.map(({ name }) => name)).toContain(id('fresh'));
      await consul.deregister(id('wait'));
    });

    test('can be abandoned', async () => {
      const { index } = await consul.instances(id('wait'));
      const turn = new AbortController();
      const blocking = { index: index + 1_000_000, waitSeconds: 60 };
      const wait = consul.during(turn.signal).instances(id('wait'), undefined, blocking);
      setTimeout(() => turn.abort(), 50);
      await expect(wait).rejects.toMatchObject({ kind: 'late' });
    });
  });
}
