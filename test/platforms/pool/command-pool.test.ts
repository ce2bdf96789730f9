import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCommandPool } from '../../../src/platforms/pool/command-pool.ts';
import type { Pool } from '../../../src/platforms/pool/pool.ts';

let folder: string;
let number = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pool-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function script(body: string, timeoutMs = 5_000): Promise<Pool> {
  const file = join(folder, `pool-${(number += 1)}`);
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
  return createCommandPool({ command: `${file} --zone a`, timeoutMs });
}
const patient = (): AbortSignal => new AbortController().signal;

test('is asked for its size and told a new one, with the machines that leave', async () => {
  const calls = join(folder, 'calls');
  const pool = await script(`echo "$@" >> ${calls}; [ "$3" = size ] && echo 5; exit 0`);
  expect(await pool.size(patient())).toBe(5);
  const leaving = ['client-4', 'a b; rm -rf /'].map((name) => ({ name, attributes: {} }));
  await pool.resize(3, leaving, patient());
  expect(await readFile(calls, 'utf8')).toBe(
    '--zone a size\n--zone a resize 3 client-4 a b; rm -rf /\n',
  );
});

test.each([
  ['echo many', 'unready', 'its answer to size is not a number'],
  ['echo first >&2; echo quota exceeded >&2; exit 3', 'unready', 'quota exceeded'],
  ['exit 3', 'unready', 'it ended with 3'],
])('says why %j did not work', async (body, kind, because) => {
  const pool = await script(body);
  await expect(pool.size(patient())).rejects.toMatchObject({
    kind,
    facts: { platform: 'the pool command', because },
  });
});

test('is not waited for after its time, nor after the turn', async () => {
  const slow = await script('sleep 30', 100);
  await expect(slow.size(patient())).rejects.toMatchObject({ kind: 'late' });
  const turn = new AbortController();
  const size = (await script('sleep 30')).size(turn.signal);
  setTimeout(() => turn.abort(), 50);
  await expect(size).rejects.toMatchObject({ kind: 'late' });
});

test('says that there is no such program', async () => {
  const pool = createCommandPool({ command: join(folder, 'nothing-here') });
  await expect(pool.size(patient())).rejects.toMatchObject({ kind: 'unreachable' });
});
