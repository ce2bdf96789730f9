import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readObjects } from './objects.ts';

const run = promisify(execFile);

let volume: string;

beforeEach(async () => {
  volume = await mkdtemp(join(tmpdir(), 'first-start-'));
});
afterEach(() => rm(volume, { recursive: true }));

describe.each([
  ['mariadb', '/var/lib/mysql'],
  ['postgres', '/var/lib/postgresql/data'],
])('the first start of %s', (engine, path) => {
  async function start(script: 'begin.sh' | 'complete.sh'): Promise<void> {
    const found = readObjects().find(
      ({ object }) => object.metadata.name === `${engine}-first-start`,
    );
    const text: string = found?.object['data'][script];
    expect(text).toContain(path);
    await run('sh', ['-euc', text.replaceAll(path, volume)]);
  }

  const fill = async (): Promise<void> => {
    await mkdir(join(volume, 'data', 'mysql'), { recursive: true });
    await writeFile(join(volume, 'data', 'PG_VERSION'), '17');
  };

  it('begins again what was interrupted', async () => {
    await start('begin.sh');
    await fill();
    await start('begin.sh');
    expect(await readdir(volume)).toEqual(['.begun']);
  });

  it('leaves alone what was completed', async () => {
    await start('begin.sh');
    await fill();
    await start('complete.sh');
    await start('begin.sh');
    expect(await readdir(volume, { recursive: true })).toEqual([
      'data',
      'data/PG_VERSION',
      'data/mysql',
    ]);
  });

  it('leaves alone what was there before', async () => {
    await fill();
    await start('begin.sh');
    expect(await readdir(volume)).toEqual(['data']);
  });
});
