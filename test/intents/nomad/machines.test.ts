import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Said } from '../../house.ts';
import { type Ground, openOnSandbox } from './places.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await openOnSandbox();
});
afterAll(() => ground.close());

const order = (intent: string, slots: object = {}): Promise<Said> =>
  ground.house.turn({ session: 'machines', intent, slots });
const say = async (text: string): Promise<string> =>
  (await ground.house.say(text, 'machines')).speech;
const become = (intent: string, slots: object, speech: RegExp): Promise<void> =>
  eventually(async () => expect((await order(intent, slots)).speech).toMatch(speech));

type Node = { Name: string; Status: string; SchedulingEligibility: string };
const nodes = async (): Promise<Node[]> =>
  (await (await fetch(`${ground.nomad}/v1/nodes`)).json()) as Node[];
const usable = async (): Promise<string[]> =>
  (await nodes())
    .filter((node) => node.Status === 'ready' && node.SchedulingEligibility === 'eligible')
    .map(({ Name }) => Name)
    .toSorted();
const allClients = (count: number): RegExp =>
  new RegExp(
    `^(Nomad has ${count} client machines, and all are ready|${count} client machines in Nomad)`,
  );

describe('machines', () => {
  it('come on request, and are counted by Nomad', async () => {
    expect((await order('nomad/scale-nodes', { count: 3 })).speech).toMatch(
      /^Nomad has 3 client machines already\. Nothing was changed\./,
    );
    expect((await order('nomad/scale-nodes', { count: 5 })).speech).toMatch(
      /^Taking Nomad from 3 to 5 client machines\./,
    );
    await become('nomad/list-nodes', {}, allClients(5));
    expect(await usable()).toEqual([0, 1, 2, 3, 4].map((number) => `client-${number}`));
    await become(
      'stack/progress',
      {},
      /(The machine pool is done, just now\. M|the machine pool was done just now, and m)easured at the end: 5 of 5 machines are ready and eligible/i,
    );
  });

  it('leave only after what runs on them has moved', async () => {
    await order('nomad/run-job', { job: 'steady', count: 40 });
    await become('nomad/job-status', { job: 'steady' }, /^(40 steady tasks|Steady: 40 running)/);
    expect((await order('nomad/scale-nodes', { count: 3 })).speech).toMatch(
      /^Taking Nomad from 5 to 3 client machines\. Those that leave are drained first\./,
    );
    await become('nomad/list-nodes', {}, allClients(3));
    expect(await usable()).toEqual(['client-0', 'client-1', 'client-2']);
    await become('nomad/job-status', { job: 'steady' }, /^(40 steady tasks|Steady: 40 running)/);
    const summary = (await (await fetch(`${ground.nomad}/v1/job/steady/summary`)).json()) as {
      Summary: { steady: { Lost: number } };
    };
    expect(summary.Summary.steady.Lost).toBe(0);
  });

  it('come back by an undo', async () => {
    expect((await order('audit/undo')).speech).toBe(
      'This takes back: take nomad to 3 client machines. For that I would take nomad to 5 client machines. Really?',
    );
    expect(await say('yes')).toMatch(
      /^Taken back: take nomad to 3 client machines\. Taking Nomad from 3 to 5 client machines\./,
    );
    await become('nomad/list-nodes', {}, allClients(5));
  });

  it('are limited, with the arithmetic said aloud', async () => {
    expect((await order('nomad/scale-nodes', { count: 1_000 })).speech).toBe(
      '1000 is more than I may do: the limit is 20. Divided by a hundred that is 10; cut in half, 5. Shall I change that to: take nomad to 5 client machines?',
    );
    expect(await say('yes')).toMatch(/Nomad has 5 client machines already\./);
  });

  it('are drained after a yes that says how many tasks move', async () => {
    const asked = await order('nomad/drain-node', { node: 'client-1' });
    expect(asked.expects).toBe('confirmation');
    expect(asked.speech).toMatch(
      /^This moves (\d+|no) tasks? off client-1, and keeps new ones away from it\. Really\?$/,
    );
    expect(await say('yes')).toMatch(/^Draining client-1: (\d+|no) tasks? (is|are) moving\./);
    await become('nomad/drain-node', { node: 'client-1' }, /^Client-1 is drained already\./);
    await become('stack/progress', {}, /: no tasks are left on client-1/);
    await become('nomad/job-status', { job: 'steady' }, /^(40 steady tasks|Steady: 40 running)/);
    expect((await order('audit/undo')).speech).toBe(
      'The last change was: drain the node client-1. It can not be taken back. What was moved stays where it is now.',
    );
    expect((await order('nomad/drain-node', { node: 'client-99' })).speech).toMatch(
      /^Nomad has no node called client-99\. It has client-0[, ]/,
    );
  });

  it('that are lost are named, and what ran there runs elsewhere', async () => {
    ground.house.sandbox!.controls.nomad.loseMachine('client-0');
    await become('nomad/list-nodes', {}, /client-0.* not answer/);
    await become('nomad/job-status', { job: 'steady' }, /^(40 steady tasks|Steady: 40 running)/);
  });

  it('are all given up after a yes alone, and come back by an undo', async () => {
    const before = await usable();
    expect(before.length).toBeGreaterThan(1);
    const asked = await order('nomad/scale-nodes', { count: 0 });
    expect(asked).toMatchObject({ expects: 'confirmation' });
    expect(asked.speech).toBe(
      'This drains 5 machines and takes the pool down to none: what runs there has nowhere to go but to machines outside it. Really?',
    );
    expect(await say('no')).toMatch(/Nothing was done|I did nothing/);
    expect(await usable()).toEqual(before);
    expect(await say('give nomad zero nodes')).toBe(asked.speech);
    expect(await usable()).toEqual(before);
    expect(await say('yes')).toMatch(/(^Taking Nomad|is shrinking) from 5 to no /);
    await eventually(async () => expect(await usable()).toEqual([]));
    expect((await order('nomad/scale-nodes', { count: 0 })).speech).toMatch(/already/);
    expect((await order('nomad/scale-nodes', { count: 5 })).speech).toMatch(
      /(^Taking Nomad|is growing) from 0 to 5 /,
    );
    await become('nomad/list-nodes', {}, allClients(5));
  });
});
