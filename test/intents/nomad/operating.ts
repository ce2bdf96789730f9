import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually, type Said } from '../../house.ts';
import type { Ground } from './places.ts';

/** What an operator does with jobs all day, in words; the same on the sandbox and on a real Nomad. */
export function describeOperating(title: string, open: () => Promise<Ground>): void {
  describe(title, { timeout: 40_000 }, () => {
    let ground: Ground;
    let session = 0;
    beforeAll(async () => {
      ground = await open();
    }, 60_000);
    afterAll(async () => {
      const jobs = (await (await fetch(`${ground.nomad}/v1/jobs`)).json()) as { ID: string }[];
      for (const { ID } of jobs)
        await fetch(`${ground.nomad}/v1/job/${encodeURIComponent(ID)}?purge=true`, {
          method: 'DELETE',
        });
      await ground.close();
    }, 60_000);
    beforeEach(() => {
      session += 1;
    });

    const order = (intent: string, slots: object = {}): Promise<Said> =>
      ground.house.turn({ session: `s${session}`, intent, slots });
    const say = async (text: string): Promise<string> =>
      (await ground.house.say(text, `s${session}`)).speech;
    const become = (intent: string, slots: object, speech: RegExp): Promise<void> =>
      eventually(async () => expect((await order(intent, slots)).speech).toMatch(speech));
    const get = async <T>(path: string): Promise<T> =>
      (await (await fetch(ground.nomad + path)).json()) as T;

    it('runs, counts, scales, stops, and takes each of them back', async () => {
      expect((await order('nomad/run-job', { job: 'steady', count: 12 })).speech).toMatch(
        /^Creating 12 steady tasks\./,
      );
      await become('nomad/job-status', { job: 'steady' }, /^12 steady tasks are running\./);
      expect((await order('nomad/run-job', { job: 'steady', count: 12 })).speech).toMatch(
        /^12 steady tasks are running already\. Nothing was changed\./,
      );

      expect((await order('nomad/scale-job', { job: 'steady', count: 5 })).speech).toMatch(
        /^Taking steady from 12 to 5 tasks\./,
      );
      await become(
        'nomad/job-status',
        { job: 'steady' },
        /^(5 steady tasks are running|Steady: 5 running)/,
      );
      expect((await order('audit/undo')).speech).toBe(
        'This takes back: scale the steady job to 5. For that I would scale the steady job to 12. Really?',
      );
      expect(await say('yes')).toMatch(
        /^Taken back: scale the steady job to 5\. Taking steady from 5 to 12 tasks\./,
      );
      await become(
        'nomad/job-status',
        { job: 'steady' },
        /^(12 steady tasks are running|Steady: 12 running)/,
      );

      const asked = await order('nomad/stop-job', { job: 'steady' });
      expect(asked).toMatchObject({
        speech: 'This stops the steady job, and 12 running tasks with it. Really?',
        expects: 'confirmation',
      });
      expect(await say('yes')).toMatch(/^Stopping steady: 12 tasks are being ended\./);
      expect((await order('nomad/job-status', { job: 'steady' })).speech).toBe(
        'The steady job is stopped.',
      );
      expect((await order('nomad/stop-job', { job: 'steady' })).speech).toMatch(
        /^The steady job is stopped already\./,
      );
      expect((await order('nomad/scale-job', { job: 'steady', count: 2 })).speech).toMatch(
        /^The steady job is stopped, so there is nothing to scale/,
      );
      expect((await order('audit/undo')).speech).toBe(
        'This takes back: stop the steady job. For that I would run 12 steady jobs. Really?',
      );
      expect(await say('yes')).toMatch(
        /^Taken back: stop the steady job\. Creating 12 steady tasks\./,
      );
      await become(
        'nomad/job-status',
        { job: 'steady' },
        /^(12 steady tasks are running|Steady: 12 running)/,
      );

      // what was taken back is settled: the one before is next, and would stop the job
      expect((await order('audit/undo')).speech).toBe(
        'This takes back: run 12 steady jobs. For that I would stop the steady job. Really?',
      );
      expect(await say('no')).toMatch(/^Then not\. Nothing was done\./);
      const recent = await order('audit/recent');
      expect(recent.speech).toMatch(
        /^[56] changes today\. The last one, just now: run 12 steady jobs\./,
      );
      expect(recent.display?.rows.map((row) => row[2]).slice(0, 5)).toEqual([
        'run 12 steady jobs',
        'stop the steady job',
        'scale the steady job to 12',
        'scale the steady job to 5',
        'run 12 steady jobs',
      ]);
    });

    it('grows and shrinks what is there, and takes that back', async () => {
      await order('nomad/run-job', { job: 'steady', count: 2 });
      await become(
        'nomad/job-status',
        { job: 'steady' },
        /^(2 steady tasks are|Steady: 2 running)/,
      );
      expect((await order('nomad/run-job', { job: 'steady', count: 6 })).speech).toMatch(
        /^(Creating 4 more|4 more are being created), 6 steady tasks in all\./,
      );
      await become(
        'nomad/job-status',
        { job: 'steady' },
        /^(6 steady tasks are|Steady: 6 running)/,
      );
      expect((await order('audit/undo')).speech).toBe(
        'This takes back: run 6 steady jobs. For that I would scale the steady job to 2. Really?',
      );
      expect(await say('yes')).toMatch(/Taking steady from 6 to 2 tasks\./);
      await become(
        'nomad/job-status',
        { job: 'steady' },
        /^(2 steady tasks are|Steady: 2 running)/,
      );
    });

    it('asks which of several groups a number is for, and restores all of them', async () => {
      const asked = await order('nomad/run-job', { job: 'shop', count: 3 });
      expect(asked).toMatchObject({
        speech: 'The shop job has the groups web and store. Which one shall have 3?',
        expects: 'answer',
      });
      expect(await say('checkout')).toMatch(/Which one shall have 3\?$/);
      expect(await say('web')).toMatch(/^(Creating 3 shop tasks|3 shop tasks are being created)\./);
      const groups = async (): Promise<number[]> =>
        (await get<{ TaskGroups: { Count: number }[] }>('/v1/job/shop')).TaskGroups.map(
          ({ Count }) => Count,
        );
      expect(await groups()).toEqual([3, 1]);
      await become('nomad/job-status', { job: 'shop' }, /^(4 shop tasks are|Shop: 4 running)/);

      expect((await order('nomad/scale-job', { job: 'shop', count: 2 })).expects).toBe('answer');
      expect(await say('store')).toMatch(/^Taking shop from 1 to 2 tasks\./);
      expect(await groups()).toEqual([3, 2]);
      await order('nomad/stop-job', { job: 'shop' });
      await say('yes');
      await become('nomad/job-status', { job: 'shop' }, /is stopped/);
      await order('audit/undo');
      expect(await say('yes')).toMatch(/^Taken back: stop the shop job\./);
      expect(await groups()).toEqual([3, 2]);
      await become('nomad/job-status', { job: 'shop' }, /^(5 shop tasks are|Shop: 5 running)/);
      await order('audit/undo');
      expect(await say('yes')).toMatch(/^Taken back: .* Taking shop from 2 to 1 task\./);
      expect(await groups()).toEqual([3, 1]);
    });

    it('tells what changed of a job that was not only counted anew, and restores that too', async () => {
      await order('nomad/run-job', { job: 'steady', count: 2 });
      await become(
        'nomad/job-status',
        { job: 'steady' },
        /^(2 steady tasks are|Steady: 2 running)/,
      );
      type Job = { Meta: object | null; TaskGroups: { Count: number }[] };
      const Job = { ...(await get<Job>('/v1/job/steady')), Meta: { by: 'hand' } };
      await fetch(`${ground.nomad}/v1/jobs`, { method: 'POST', body: JSON.stringify({ Job }) });
      await eventually(async () => {
        const { Version } = await get<{ Version: number }>('/v1/job/steady');
        const live = await get<{ JobVersion: number; ClientStatus: string }[]>(
          '/v1/job/steady/allocations',
        );
        expect(
          live.filter((one) => one.JobVersion === Version && one.ClientStatus === 'running'),
        ).toHaveLength(2);
      });
      expect((await order('nomad/run-job', { job: 'steady', count: 2 })).speech).toMatch(
        /^The steady job has changed: 2 tasks are being replaced, 2 in all\./,
      );
      await order('audit/undo');
      await say('yes');
      expect((await get<Job>('/v1/job/steady')).Meta).toEqual({ by: 'hand' });
    });

    it('says at once how many there is room for, and why', async () => {
      const { speech } = await order('nomad/run-job', { job: 'roomy', count: 9 });
      expect(speech).toMatch(
        /^There is no room for more than [1-8] of the 9 roomy tasks: \d machines? (is|are) out of memory\. The other \d wait\.$/,
      );
      const room = Number(/than (\d)/.exec(speech)?.[1]);
      await become(
        'nomad/job-status',
        { job: 'roomy' },
        new RegExp(
          `^${room} of 9 roomy tasks (is|are) running\\. ${9 - room} wait, because \\d machines? (is|are) out of memory\\.$`,
        ),
      );
      expect((await order('nomad/scale-job', { job: 'roomy', count: room })).speech).toMatch(
        `Taking roomy from 9 to ${room}`,
      );
    });

    it.each([
      [
        'huge',
        /^The huge job is ordered, but there is no room: \d machines? (is|are) out of memory\. 2 tasks wait\.$/,
      ],
      [
        'teleporter',
        /^The teleporter job is ordered, but no machine has the driver teleport\. 2 tasks wait\.$/,
      ],
      [
        'plan-nine',
        /^The plan-nine job is ordered, but no machine meets attr\.kernel\.name = plan9\. 2 tasks wait\.$/,
      ],
    ])('says why no task of %s finds a machine', async (job, words) => {
      expect((await order('nomad/run-job', { job, count: 2 })).speech).toMatch(words);
      await become('nomad/job-status', { job }, /^0 of 2 .* 2 wait, because/);
    });

    it('says in one sentence why tasks fail', async () => {
      expect((await order('nomad/run-job', { job: 'crasher', count: 2 })).speech).toMatch(
        /^Creating 2 crasher tasks\./,
      );
      await become(
        'nomad/job-status',
        { job: 'crasher' },
        /^0 of 2 crasher tasks are running\. The task crasher ends with exit code 1\.$/,
      );
    });

    it('dispatches a parameterized job once, however often the order is delivered', async () => {
      const turn = {
        session: 'd',
        id: 'delivered',
        intent: 'nomad/run-job',
        slots: { job: 'export', count: 2 },
      };
      const replies = await Promise.all([ground.house.turn(turn), ground.house.turn(turn)]);
      expect(replies[0].speech).toMatch(/^Dispatched export, 2 times\./);
      const children = (await get<{ ID: string }[]>('/v1/jobs')).filter(({ ID }) =>
        ID.startsWith('billing-export/dispatch-'),
      );
      expect(children).toHaveLength(2);
      await become(
        'nomad/job-status',
        { job: 'export' },
        /by dispatching: (2 running, 0 waiting, 0|0 running, 0 waiting, 2) ended/,
      );
      expect((await order('nomad/scale-job', { job: 'export', count: 2 })).speech).toBe(
        'The export job is run by dispatching, so it has no number of tasks.',
      );
      expect((await order('audit/undo')).speech).toBe(
        'The last change was: run 2 export jobs. It can not be taken back. What was dispatched runs to its end.',
      );
    });

    it('does not say that it took back what is gone already', async () => {
      await order('nomad/run-job', { job: 'steady', count: 3 });
      await fetch(`${ground.nomad}/v1/job/steady?purge=true`, { method: 'DELETE' });
      expect((await order('audit/undo')).expects).toBe('confirmation');
      expect(await say('yes')).toMatch(
        /^There was nothing left to take back of: run 3 steady jobs\. The steady job is not running, so there is nothing to scale\./,
      );
    });

    it('knows a job by the name of its file and by its own', async () => {
      await eventually(async () =>
        expect(await say('run the billing export job')).toBe('How many?'),
      );
      expect(await say('one')).toMatch(/^Dispatched billing-export, 1 time\./);
    });

    it('asks which one is meant where names come near, and never guesses', async () => {
      expect(await order('nomad/run-job', { job: 'billing', count: 1 })).toMatchObject({
        speech: 'There is no billing job, but there is billing-export. Which job do you mean?',
        expects: 'answer',
      });
      expect(await say('the billing exports')).toMatch(/^Dispatched billing-export, 1 time\./);
      expect((await order('nomad/scale-job', { job: 'nine', count: 1 })).speech).toBe(
        'There is no nine job, but there is plan-nine. Which job do you mean?',
      );
    });

    it('knows how many there were, however soon it is told another number', async () => {
      await order('nomad/run-job', { job: 'steady', count: 2 });
      expect((await order('nomad/run-job', { job: 'steady', count: 4 })).speech).toMatch(
        /^(Creating 2 more|2 more are being created), 4 steady tasks in all\./,
      );
      expect((await order('audit/undo')).speech).toMatch(
        /I would scale the steady job to 2\. Really/,
      );
      await say('no');
      await order('nomad/stop-job', { job: 'steady' });
      await say('yes');
    });

    it('runs a batch again that has ended, and reads what it wrote', async () => {
      for (const runs of [1, 2]) {
        expect((await order('nomad/run-job', { job: 'once', count: 1 })).speech).toMatch(
          /^(Creating 1 once task|1 once task is being created)\./,
        );
        await become(
          'nomad/job-status',
          { job: 'once' },
          new RegExp(`^The once job is finished: ${runs} complete, 0 failed`),
        );
      }
      const said = await order('nomad/read-logs', { job: 'once' });
      expect(said.speech).toMatch(/^The last line of once says: /);
      expect(said.display?.columns).toEqual(['line']);
    });

    it('knows what it does not know', async () => {
      for (const intent of ['scale-job', 'stop-job', 'read-logs', 'run-job']) {
        const count = /scale|run/.test(intent) ? { count: 3 } : {};
        const { speech, display } = await order(`nomad/${intent}`, { job: 'nonesuch', ...count });
        expect(speech).toMatch(
          /(no nonesuch job|no job called nonesuch)\. I know \S+, .* and \d+ more\./,
        );
        expect(display?.rows).toContainEqual(['steady']);
      }
    });

    it('asks for no number of what it does not know', async () => {
      for (const sentence of ['run the fluxcap job', 'scale the fluxcap job'])
        expect(await say(sentence)).toMatch(/(no fluxcap job|no job called fluxcap)\. I know /);
      expect(await say('run the steady job')).toBe('How many?');
      await say('never mind');
    });

    it('lists what is there, and leaves out what is only a child', async () => {
      await become('nomad/list-jobs', {}, /^Nomad has \d jobs\. Running: /);
      const { display } = await order('nomad/list-jobs');
      expect(display?.rows.map(([name]) => name)).toContain('billing-export');
      expect(display?.rows.some(([name]) => name?.includes('dispatch'))).toBe(false);
    });
  });
}
