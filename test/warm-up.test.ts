import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { warmUp } from '../src/warm-up.ts';
import { compose } from '../src/compose.ts';
import { parseConfig } from '../src/config.ts';
import { startSandbox } from '../src/sandbox/sandbox.ts';
import { openHouse } from './house.ts';

it('makes everything ready, and changes nothing', async () => {
  const house = await openHouse();
  await house.warmUp();
  expect(house.logged.filter(({ event }) => event.startsWith('warm-up'))).toEqual([]);
  expect((await house.say('what did you do today')).speech).toMatch(/nothing|Nothing/);
  await house.close();
});

it('waits for a real platform that is slow at first, so that no turn has to', async () => {
  const place = { paceFactor: 1, clock: () => new Date(), random: Math.random };
  const sandbox = await startSandbox(place);
  const folder = await mkdtemp(join(tmpdir(), 'warm-up-'));
  const { kubernetes: server } = sandbox;
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    users: [{ name: 'u', user: {} }],
  };
  await writeFile(join(folder, 'config'), JSON.stringify(kubeconfig));
  const config = parseConfig({ KUBECONFIG: join(folder, 'config') });
  const house = await compose(config, {
    log: () => undefined,
    clock: Date.now,
    random: Math.random,
  });
  try {
    sandbox.controls.kubernetes.faults.trouble({ path: /version/, times: 1 }, { delayMs: 2_000 });
    const began = performance.now();
    await house.acquaint();
    expect(performance.now() - began).toBeGreaterThan(1_900);
    const [kubernetes] = await house.rollCall();
    expect(kubernetes).toMatchObject({ name: 'kubernetes', answers: true });
  } finally {
    await house.close();
    await sandbox.stop();
    await rm(folder, { recursive: true });
  }
}, 30_000);

it('ends with the house', async () => {
  const ending = new AbortController();
  const rehearse = (): void => ending.abort();
  const options = { rehearse, isSandbox: true, signal: ending.signal, log: () => undefined };
  await expect(warmUp({ ...options, restMs: 60_000 })).resolves.toBeUndefined();
});

it('keeps what went wrong for the log', async () => {
  const logged: string[] = [];
  const rehearse = (): void => {
    throw new Error('no ear');
  };
  const log = (event: string): void => void logged.push(event);
  await warmUp({ rehearse, isSandbox: true, signal: new AbortController().signal, log });
  expect(logged).toEqual(['warm-up.failed']);
});
