import { describe, expect, test } from 'vitest';
import { sketch } from '../jobs.ts';
import { eventually, first, type Subject } from '../subject.ts';

export function describeNodes({ nomad, raw, id, running }: Subject): void {
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
      const node = first(await nomad.nodes());
      const now = async () => (await nomad.nodes()).find(({ ID }) => ID === node.ID);
      await nomad.setEligible(node.ID, false);
      expect(await now()).toMatchObject({ SchedulingEligibility: 'ineligible', Drain: false });
      await nomad.setEligible(node.ID, true);
      expect(await now()).toMatchObject({ SchedulingEligibility: 'eligible' });
    });
  });

  test('logs are what a task has written', async () => {
    const job = id('logs');
    await nomad.register(
      sketch(job, { command: '/bin/sh', args: ['-c', 'while echo 64 bytes; do sleep 1; done'] }),
    );
    await running(job, 1);
    const allocation = first((await nomad.allocations(job)).value);
    await eventually(async () =>
      expect(await nomad.logs(allocation.ID, 't', 'stdout')).toContain('64 bytes'),
    );
    await expect(nomad.logs(allocation.ID, 'z', 'stdout')).rejects.toMatchObject({
      kind: 'invalid',
      facts: { because: 'unknown task name "z"' },
    });
  });
}
