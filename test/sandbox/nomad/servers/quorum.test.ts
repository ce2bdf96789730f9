import { expect, test } from 'vitest';
import { createPace } from '../../../../src/sandbox/pace.ts';
import { sketch } from '../../../platforms/nomad/jobs.ts';
import { eventually } from '../../../platforms/nomad/subject.ts';
import { openNomad, openReady } from '../open.ts';

const all = ['nomad-0', 'nomad-1', 'nomad-2'];

test('servers do not listen while no pod is ready', async () => {
  const { nomad } = await openNomad();
  await expect(nomad.leader()).rejects.toMatchObject({ kind: 'unreachable' });
});

test('servers have no leader until most of them are ready', async () => {
  const { nomad, pods, url } = await openNomad();
  pods.setReady('nomad-0');
  expect(await nomad.leader()).toBeUndefined();
  expect((await nomad.members()).map(({ Name }) => Name)).toEqual(['nomad-0.global']);
  await expect(nomad.jobs()).rejects.toMatchObject({
    kind: 'unready',
    facts: { because: 'No cluster leader', status: 500 },
  });
  const health = await fetch(`${url}/v1/agent/health?type=server`);
  expect([health.status, await health.json()]).toEqual([
    500,
    { server: { ok: false, message: 'No cluster leader' } },
  ]);
  pods.setReady('nomad-0', 'nomad-2');
  await eventually(async () => expect(await nomad.leader()).toMatch(/^10\.1\.0\.[13]:4647$/));
  expect(await nomad.jobs()).toEqual([]);
});

test('servers hold a call until a leader is elected', async () => {
  const { nomad, pods } = await openNomad({ pace: createPace(0.2) });
  pods.setReady('nomad-0');
  const jobs = nomad.jobs();
  pods.setReady(...all);
  expect(await jobs).toEqual([]);
});

test('servers elect another when the leader goes, and none without a majority', async () => {
  const { nomad, pods, url } = await openReady();
  const leader = await nomad.leader();
  const lost = pods.list().find(({ address }) => `${address}:4647` === leader)?.name ?? '';
  const rest = all.filter((name) => name !== lost);
  pods.setReady(...rest);
  await eventually(async () => {
    const next = await nomad.leader();
    expect(next).toBeDefined();
    expect(next).not.toBe(leader);
  });
  const autopilot = await fetch(`${url}/v1/operator/autopilot/health`);
  expect([autopilot.status, await autopilot.json()]).toEqual([
    429,
    expect.objectContaining({ Healthy: false, FailureTolerance: 0 }),
  ]);
  const failed = (await nomad.members()).filter(({ Status }) => Status === 'failed');
  expect(failed.map(({ Name }) => Name)).toEqual([`${lost}.global`]);
  pods.setReady(rest[0] ?? '');
  expect(await nomad.leader()).toBeUndefined();
  pods.setReady();
  await expect(nomad.leader()).rejects.toMatchObject({ kind: 'unreachable' });
});

test('servers keep what was registered through the loss of all of them', async () => {
  const { nomad, pods, tally } = await openReady();
  await nomad.register(sketch('kept'));
  await tally('kept', { Running: 1 });
  const before = await nomad.job('kept');
  pods.setReady();
  pods.setReady(...all);
  expect(await nomad.job('kept')).toEqual(before);
});

test('servers that are gone leave nobody waiting', async () => {
  const { nomad, pods } = await openReady();
  const { index } = await nomad.register(sketch('wait')).then(() => nomad.summary('wait'));
  const wait = nomad.summary('wait', { index: index + 100, waitSeconds: 60 });
  const listening = (async () => {
    for await (const change of nomad.changes(['Job'], 0))
      if (change.Key === 'wait') pods.setReady();
  })();
  const ends = await Promise.allSettled([wait, listening]);
  const ended = { status: 'rejected', reason: { kind: 'unreachable' } };
  expect(ends).toMatchObject([ended, ended]);
});
