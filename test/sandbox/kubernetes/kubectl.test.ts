import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './door.ts';
import { statefulSet } from './samples.ts';
import { untested } from './untested.ts';

const run = promisify(execFile);

const hasKubectl = ((): boolean => {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

if (!hasKubectl) untested('kubectl', 'there is no kubectl here');

describe.runIf(hasKubectl)('kubectl', () => {
  let door: Awaited<ReturnType<typeof openSandbox>>;
  let folder = '';
  const kubectl = async (...words: string[]): Promise<string> => {
    const settings = [`--server=${door.url}`, `--cache-dir=${folder}`];
    const { stdout } = await run('kubectl', [...settings, ...words]);
    return stdout.trim();
  };

  beforeAll(async () => {
    door = await openSandbox();
    folder = await mkdtemp(join(tmpdir(), 'kubectl-'));
    await writeFile(join(folder, 'set.json'), JSON.stringify(statefulSet('web', 2)));
  });
  afterAll(async () => {
    await door.close();
    await rm(folder, { recursive: true });
  });

  it('applies, waits, scales, rolls, reads and deletes', async () => {
    const file = join(folder, 'set.json');
    expect(await kubectl('apply', '-f', file)).toBe('statefulset.apps/web created');
    expect(await kubectl('rollout', 'status', 'sts/web', '--timeout=9s')).toContain(
      'roll out complete',
    );
    expect(await kubectl('wait', '--for=condition=Ready', 'pod/web-0', '--timeout=9s')).toBe(
      'pod/web-0 condition met',
    );
    expect(await kubectl('get', 'sts', 'web')).toMatch(/^NAME +READY +AGE\nweb +2\/2 /);
    expect(await kubectl('get', 'pods', '--no-headers')).toMatch(/^web-0 +1\/1 +Running +0 /);
    expect(await kubectl('scale', 'sts/web', '--replicas=3')).toBe('statefulset.apps/web scaled');
    await kubectl('rollout', 'status', 'sts/web', '--timeout=9s');
    expect(await kubectl('set', 'image', 'sts/web', 'c=img:2')).toBe(
      'statefulset.apps/web image updated',
    );
    await kubectl('rollout', 'status', 'sts/web', '--timeout=9s');
    expect(await kubectl('get', 'pod', 'web-0', '-o', 'jsonpath={.spec.containers[0].image}')).toBe(
      'img:2',
    );
    expect(await kubectl('label', 'pod', 'web-0', 'x=y')).toBe('pod/web-0 labeled');
    expect(await kubectl('describe', 'pod', 'web-0')).toContain(
      'Successfully assigned default/web-0 to node-',
    );
    expect(await kubectl('logs', 'web-0')).toContain('this is the sandbox');
    expect(await kubectl('delete', 'sts', 'web')).toBe('statefulset.apps "web" deleted');
    await kubectl('wait', '--for=delete', 'pod', '-l', 'app=web', '--timeout=9s');
  }, 60_000);

  it('applies on the server', async () => {
    const file = join(folder, 'set.json');
    expect(await kubectl('apply', '--server-side', '-f', file)).toBe(
      'statefulset.apps/web serverside-applied',
    );
  });

  it('drains a node', async () => {
    expect(await kubectl('drain', 'node-1', '--force')).toContain('node/node-1 drained');
    expect(await kubectl('get', 'node', 'node-1', '--no-headers')).toContain(
      'Ready,SchedulingDisabled',
    );
  });
});
