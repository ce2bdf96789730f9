import { expect, test } from 'vitest';
import { sketch } from '../../../platforms/nomad/jobs.ts';
import { eventually } from '../../../platforms/nomad/subject.ts';
import { openReady } from '../open.ts';

test('machines that are lost lose their allocations to the others', async () => {
  const opened = await openReady();
  const { nomad, sandbox } = opened;
  await nomad.register(sketch('lost', { count: 6 }));
  await opened.tally('lost', { Running: 6 });
  sandbox.loseMachine('client-1');
  await opened.tally('lost', { Running: 6, Lost: 2 });
  const node = (await nomad.nodes()).find(({ Name }) => Name === 'client-1');
  expect(node).toMatchObject({ Status: 'down' });
});

test('machines that are drained hand over what they run', async () => {
  const opened = await openReady();
  const { nomad } = opened;
  await nomad.register(sketch('drain', { count: 6 }));
  await opened.tally('drain', { Running: 6 });
  const [node] = await nomad.nodes();
  await nomad.drain(node?.ID ?? '', 60);
  await eventually(async () => {
    const { value } = await nomad.allocations('drain');
    const running = value.filter(({ ClientStatus }) => ClientStatus === 'running');
    expect(running).toHaveLength(6);
    expect(running.filter(({ NodeName }) => NodeName === node?.Name)).toEqual([]);
  });
  const drained = (await nomad.nodes()).find(({ ID }) => ID === node?.ID);
  expect(drained).toMatchObject({ SchedulingEligibility: 'ineligible' });
  await nomad.drain(node?.ID ?? '', undefined);
  const back = (await nomad.nodes()).find(({ ID }) => ID === node?.ID);
  expect(back).toMatchObject({ SchedulingEligibility: 'eligible', Drain: false });
});

test('machines come and go with the size of their pool', async () => {
  const { nomad, sandbox } = await openReady();
  const ready = async () =>
    (await nomad.nodes()).filter(({ Status }) => Status === 'ready').map(({ Name }) => Name);
  sandbox.pool.resize(5);
  await eventually(async () => expect(await ready()).toHaveLength(5));
  sandbox.pool.resize(1);
  expect(await ready()).toEqual(['client-0']);
  sandbox.pool.resize(2);
  await eventually(async () => expect(await ready()).toEqual(['client-0', 'client-1']));
});
