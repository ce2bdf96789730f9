import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKubernetes } from '../../src/platforms/kubernetes/client.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createLedger, type Ledger } from '../../src/stack/ledger.ts';
import { createMemoryLedger } from '../../src/stack/memory-ledger.ts';
import type { Run } from '../../src/stack/run.ts';

let sandbox: Sandbox;
const clients: { close: () => Promise<void> }[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({ paceFactor: 0, clock: () => new Date(), random: Math.random });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await sandbox.stop();
});

function inKubernetes(): Ledger {
  const origin = { url: sandbox.kubernetes };
  const kubernetes = createKubernetes({ origin: async () => origin });
  clients.push(kubernetes);
  return createLedger(kubernetes, 'hashinetes');
}

const run = (servers: number, startedAt = '2026-01-01T00:00:00.000Z'): Run => ({
  id: 'resize-machines',
  deed: 'resize',
  component: 'machines',
  servers,
  state: 'running',
  startedAt,
  steps: [],
});

describe.each([
  ['in Kubernetes', inKubernetes],
  ['in memory', createMemoryLedger],
])('a ledger %s', (_where, open) => {
  test('keeps one run of an id, and gives way only to another end', async () => {
    const ledger = open();
    const isSame = (count: number) => (known: Run) => known.servers === count;
    const first = await ledger.begin(run(5), isSame(5));
    expect(first).toMatchObject({ isNew: true, entry: { run: { servers: 5 } } });
    expect(await ledger.begin(run(5, '2026-01-02T00:00:00.000Z'), isSame(5))).toEqual({
      isNew: false,
      entry: first.entry,
    });
    const second = await ledger.begin(run(7), isSame(7));
    expect(second).toMatchObject({ isNew: true, entry: { run: { servers: 7 } } });

    // whoever drove the first one has lost it
    await expect(ledger.save(first.entry)).rejects.toMatchObject({ kind: 'conflict' });
    await ledger.save({ ...second.entry, run: { ...run(7), state: 'done' } });
    expect(await ledger.begin(run(7), isSame(7))).toMatchObject({ isNew: true });
    expect((await ledger.list()).map((entry) => entry.run.state)).toEqual(['running']);
  });

  test('begins in the place of a run that is being written all the time', async () => {
    const ledger = open();
    const { entry } = await ledger.begin({ ...run(5), id: 'busy' });
    let version = entry;
    const writing = (async () => {
      for (let left = 5; left > 0; left -= 1) version = await ledger.save(version);
    })().catch((error: unknown) => error);
    const begun = await ledger.begin({ ...run(6), id: 'busy' }, () => false);
    expect(begun.isNew).toBe(true);
    await writing;
    const entries = await ledger.list();
    expect(entries.find((one) => one.run.id === 'busy')?.run.servers).toBe(6);
  });
});
