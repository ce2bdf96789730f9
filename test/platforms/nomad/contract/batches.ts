import { describe, expect, test } from 'vitest';
import { sketch } from '../jobs.ts';
import { eventually, type Subject } from '../subject.ts';

export function describeBatches({ nomad, id, tally, running }: Subject): void {
  describe('a batch', () => {
    test('completes', async () => {
      const job = id('batch');
      await nomad.register(
        sketch(job, { type: 'batch', count: 2, command: '/bin/true', args: [] }),
      );
      await eventually(async () => {
        expect(await tally(job)).toMatchObject({ Complete: 2, Running: 0, Queued: 0 });
        expect(await nomad.job(job)).toMatchObject({ Status: 'dead', Stop: false });
      });
    });

    test('that fails says with which code', async () => {
      const job = id('fails');
      const group = {
        RestartPolicy: { Attempts: 0, Mode: 'fail' },
        ReschedulePolicy: { Attempts: 0, Unlimited: false },
      };
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
                expect.objectContaining({
                  Type: 'Terminated',
                  ExitCode: 1,
                  DisplayMessage: 'Exit Code: 1',
                }),
              ]),
            },
          },
        },
      ]);
    });

    test('with parameters is dispatched once for each token', async () => {
      const job = id('param');
      const ParameterizedJob = {
        Payload: 'optional',
        MetaRequired: ['who'],
        MetaOptional: ['why'],
      };
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
      await expect(nomad.dispatch(id('service'), 'token-3')).rejects.toMatchObject({
        kind: 'invalid',
      });
      await expect(nomad.dispatch(id('nojob'), 'token-3')).rejects.toMatchObject({
        kind: 'absent',
      });
    });
  });
}
