import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readToken, toAdvice } from '../../src/open/login.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { Secret } from '../../src/secret.ts';
import { createReplica, type Replica, untilRun } from '../stack/replica.ts';

const run = promisify(execFile);
let sandbox: Sandbox;
let replica: Replica;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hashinetes-login-'));
  sandbox = await startSandbox({ paceFactor: 0.01, clock: () => new Date(), random: Math.random });
  replica = createReplica(sandbox, 'one', Date.now);
});
afterEach(async () => {
  await replica.stop();
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

/** Whatever it is asked for, this kubectl answers so. */
async function putKubectl(answer: string): Promise<string> {
  const file = join(folder, 'kubectl');
  await writeFile(file, `#!/bin/sh\nprintf '%s' '${answer}'\n`);
  await chmod(file, 0o755);
  return `${folder}:${process.env['PATH'] ?? ''}`;
}

async function follow(advice: string, path: string): Promise<string> {
  const command = advice.replace('Log in with the token that this shows: ', '');
  const { stdout } = await run('/bin/sh', ['-c', command], { env: { PATH: path } });
  return stdout.trim();
}

describe('the advice on how to log in', () => {
  it('to Vault opens it after a deployment, when root is given up', async () => {
    await replica.stack.deploy('vault', 3);
    await untilRun(replica, 'deploy-vault');
    const jwt = await sandbox.issueToken({ namespace: 'hashinetes', name: 'hashinetes' }, 'vault');
    const way = { kind: 'deployed', home: 'hashinetes', url: sandbox.vault } as const;
    const token = await follow(toAdvice('vault', way), await putKubectl(jwt.reveal()));
    const { policies } = await replica.clients.vault.as(new Secret(token)).whoAmI();
    expect(policies).toContain('hashinetes');
  });

  it('to Nomad and Consul reads the token that is kept', async () => {
    const way = { kind: 'deployed', home: 'hashinetes', url: 'http://127.0.0.1:1' } as const;
    const path = await putKubectl(Buffer.from('a-token').toString('base64'));
    expect(await follow(toAdvice('nomad', way), path)).toBe('a-token');
    expect(await follow(toAdvice('consul', way), path)).toBe('a-token');
    const sources = {
      read: async (secret: string, key: string) => new Secret(`${secret} ${key}`),
      logIn: async () => new Secret('of an hour'),
    };
    expect((await readToken('nomad', sources))?.reveal()).toBe('nomad-identity bootstrap');
    expect((await readToken('vault', sources))?.reveal()).toBe('of an hour');
  });
});
