import { describe, expect, test } from 'vitest';
import { sketch } from '../jobs.ts';
import { eventually, type Subject } from '../subject.ts';

export function describeRoom({ nomad, id, tally }: Subject): void {
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
}
