import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, openHouse, type TestHouse } from '../../house.ts';
import { type Ground, openOnSandbox } from './places.ts';

let ground: Ground;
let house: TestHouse;
let folder: string;
beforeAll(async () => {
  ground = await openOnSandbox();
  folder = await mkdtemp(join(tmpdir(), 'pool-'));
  const size = join(folder, 'size');
  const script = join(folder, 'pool');
  await writeFile(size, '3');
  await writeFile(
    script,
    `#!/bin/sh
case "$1" in
  size) cat ${size} ;;
  resize) echo "$2" > ${size}; shift 2; echo "$@" >> ${folder}/left ;;
  *) exit 64 ;;
esac
`,
  );
  await chmod(script, 0o755);
  house = await openHouse({
    HASHINETES_WRITES: '1',
    NOMAD_ADDR: ground.nomad,
    HASHINETES_POOL_COMMAND: script,
  });
}, 60_000);
afterAll(async () => {
  await house.close();
  await ground.close();
  await rm(folder, { recursive: true });
});

const order = async (intent: string, slots: object = {}): Promise<string> =>
  (await house.turn({ session: 'pool', intent, slots })).speech;

/** What a cloud would do now. */
const boot = (count: number, leaving: readonly string[] = []): void =>
  ground.house.sandboxes[0]?.controls.nomad.pool.resize(count, leaving);

test('grows by a script of the operator, told as a run, where there is no Kubernetes', async () => {
  expect(await order('nomad/scale-nodes', { count: 3 })).toMatch(/has 3 client machines already/);
  expect(await order('nomad/scale-nodes', { count: 4 })).toBe(
    'Taking Nomad from 3 to 4 client machines. Without Kubernetes only this process knows of it: ask again if I am restarted. Your cloud provider says thank you.',
  );
  await eventually(async () =>
    expect(await order('stack/progress')).toMatch(/wait for Nomad: 3 of 4 machines are ready/),
  );
  expect((await readFile(join(folder, 'size'), 'utf8')).trim()).toBe('4');
  boot(4);
  await eventually(async () =>
    expect(await order('stack/progress')).toMatch(/: 4 of 4 machines are ready and eligible/),
  );
});

test('shrinks by draining first, and names to the script those that may go', async () => {
  await order('nomad/scale-nodes', { count: 2 });
  await eventually(async () =>
    expect((await readFile(join(folder, 'left'), 'utf8')).trim()).toBe('client-3 client-2'),
  );
  const nodes = (await (await fetch(`${ground.nomad}/v1/nodes`)).json()) as {
    Name: string;
    SchedulingEligibility: string;
  }[];
  const closed = nodes.filter((node) => node.SchedulingEligibility === 'ineligible');
  expect(closed.map(({ Name }) => Name).toSorted()).toEqual(['client-2', 'client-3']);
  boot(2, ['client-3', 'client-2']);
  await eventually(async () =>
    expect(await order('stack/progress')).toMatch(/: 2 of 2 machines are ready and eligible/),
  );
});

test('gives up a size for another one that is asked for meanwhile', async () => {
  await order('nomad/scale-nodes', { count: 5 });
  await eventually(async () =>
    expect((await readFile(join(folder, 'size'), 'utf8')).trim()).toBe('5'),
  );
  expect(await order('nomad/scale-nodes', { count: 3 })).toMatch(/from 5 to 3 client machines/);
  boot(3);
  await eventually(async () =>
    expect(await order('stack/progress')).toMatch(/: 3 of 3 machines are ready and eligible/),
  );
  expect((await readFile(join(folder, 'size'), 'utf8')).trim()).toBe('3');
});
