import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { createVault } from '../../../src/platforms/vault/client.ts';
import { fixed } from '../../../src/platforms/vault/ask.ts';
import { Secret } from '../../../src/secret.ts';
import { freePort, listen, shut } from '../../servers/listen.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const end of ends.splice(0)) await end();
});

const token = new Secret('s.the-token-of-this-test');
const seal = {
  type: 'static',
  initialized: true,
  sealed: false,
  progress: 0,
  t: 1,
  version: '2.6.2',
};

function open(
  url: string,
  tls?: { ca: string },
  timeoutMs?: number,
): ReturnType<typeof createVault> {
  const origin = Promise.resolve({ url, ...(tls && { tls }) });
  const vault = createVault({
    origin: () => origin,
    tokens: () => fixed(token),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  ends.push(vault.close);
  return vault;
}

async function serve(
  listener: RequestListener,
): Promise<{ url: string; connections: () => number }> {
  const server = createHttpServer(listener);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  const port = await listen(server);
  ends.push(() => shut(server));
  return { url: `http://127.0.0.1:${port}`, connections: () => connections };
}

const answering =
  (status: number, body?: unknown): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };

it('keeps its connections', async () => {
  const server = await serve(answering(200, { data: { keys: ['worker'] } }));
  const vault = open(server.url);
  for (let call = 0; call < 50; call += 1) expect(await vault.roles()).toEqual(['worker']);
  expect(server.connections()).toBeLessThanOrEqual(3);
});

it('takes nothing from the environment, and encodes what it is given', async () => {
  const seen: Pick<IncomingMessage, 'url' | 'headers'>[] = [];
  vi.stubEnv('VAULT_TOKEN', 's.of-somebody-else');
  vi.stubEnv('VAULT_NAMESPACE', 'elsewhere');
  vi.stubEnv('VAULT_PREFIX', '/elsewhere');
  vi.stubEnv('VAULT_ADDR', 'http://127.0.0.1:1');
  const server = await serve((request, response) => {
    seen.push(request);
    answering(200, { lease_id: 'x', lease_duration: 1, data: { username: 'u', password: 'p' } })(
      request,
      response,
    );
  });
  const vault = open(server.url);
  await vault.issue(`wor/k'er?x=1`);
  await vault.as(new Secret('s.another')).issue('worker');
  await expect(vault.login('worker', new Secret('jwt'))).rejects.toMatchObject({ kind: 'unready' });
  expect(seen.map(({ url, headers }) => [url, headers['x-vault-token']])).toEqual([
    [`/v1/database/creds/wor%2Fk'er%3Fx%3D1`, token.reveal()],
    ['/v1/database/creds/worker', 's.another'],
    ['/v1/auth/kubernetes/login', undefined],
  ]);
  expect(seen.every(({ headers }) => headers['x-vault-namespace'] === undefined)).toBe(true);
});

it('ends with its deadline, with its signal, and where nobody listens', async () => {
  const silent = await serve(() => undefined);
  await expect(open(silent.url, undefined, 100).status()).rejects.toMatchObject({ kind: 'late' });
  const ended = new AbortController();
  const waiting = open(silent.url).during(ended.signal).status();
  setTimeout(() => ended.abort(), 50);
  await expect(waiting).rejects.toMatchObject({ kind: 'late' });
  await expect(open(`http://127.0.0.1:${await freePort()}`).status()).rejects.toMatchObject({
    kind: 'unreachable',
    facts: { because: 'nothing listens there' },
  });
});

it.each([
  [503, 'Vault is sealed', 'sealed'],
  [503, 'OpenBao is sealed', 'sealed'],
  [403, '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n', 'forbidden'],
  [400, 'path is already in use at database/', 'conflict'], // HashiCorp's status for it
  [409, 'path is already in use at database/', 'conflict'],
  [400, 'invalid lease', 'absent'],
  [400, 'missing jwt', 'invalid'],
  [429, 'request path "sys/x": rate limit quota exceeded', 'unready'],
])('turns %i "%s" into %s', async (status, text, kind) => {
  const server = await serve(answering(status, { errors: [text] }));
  const because = text.replaceAll(/\s+/g, ' ').trim();
  await expect(open(server.url).write(['x'], {})).rejects.toMatchObject({
    kind,
    facts: { platform: 'vault', because },
  });
});

it('takes a server that is alone by its storage as the one that leads', async () => {
  const unsealed = {
    type: 'shamir',
    initialized: true,
    sealed: false,
    progress: 0,
    t: 1,
    version: '2',
  };
  const server = await serve((request, response) => {
    const isLeader = request.url?.endsWith('/leader') ?? false;
    answering(200, isLeader ? { ha_enabled: false } : unsealed)(request, response);
  });
  expect(await open(server.url).status()).toMatchObject({ leader: 'its only server' });
});

it('says in plain words that nobody leads', async () => {
  const text = 'local node not active but active cluster node not found';
  const server = await serve(answering(500, { errors: [text] }));
  await expect(open(server.url).write(['x'], {})).rejects.toMatchObject({
    kind: 'unready',
    facts: { platform: 'vault', because: 'none of its servers leads at the moment' },
  });
});

it('takes every 2xx, and no answer that is not one of Vault', async () => {
  const accepted = await serve(answering(202));
  await open(accepted.url).write(['x'], {});
  const secret = 'c4nary-in-the-coal-mine';
  const other = await serve(answering(200, { data: { password: secret } }));
  const error: unknown = await open(other.url)
    .issue('worker')
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'unready' });
  expect(JSON.stringify([error, (error as Error).cause])).not.toContain(secret);
});

it('verifies certificates, whatever VAULT_SKIP_VERIFY says', async () => {
  vi.stubEnv('VAULT_SKIP_VERIFY', '1');
  const folder = await mkdtemp(join(tmpdir(), 'hashinetes-tls-'));
  ends.push(() => rm(folder, { recursive: true }));
  const [keyFile, certFile] = [join(folder, 'key'), join(folder, 'cert')];
  const about = ['-subj', '/CN=vault', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1'];
  const files = ['-keyout', keyFile, '-out', certFile];
  const made = spawnSync('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    ...about,
    ...files,
  ]);
  expect(made.status).toBe(0);
  const [key, cert] = await Promise.all([keyFile, certFile].map((file) => readFile(file, 'utf8')));
  const server = createTlsServer({ key, cert }, answering(200, seal));
  const url = `https://127.0.0.1:${await listen(server)}`;
  ends.push(() => shut(server));
  await expect(open(url).status()).rejects.toMatchObject({
    kind: 'unreachable',
    facts: { because: expect.stringContaining('certificate is not trusted') },
  });
  expect(await open(url, { ca: cert ?? '' }).status()).toMatchObject({ isSealed: false });
});

it('says nothing to DEBUG=node-vault', async () => {
  const server = await serve(answering(200, { data: { keys: [] } }));
  const code = `
    import { createVault } from './src/platforms/vault/client.ts';
    const vault = createVault({ origin: async () => ({ url: process.argv[1] }) });
    await vault.write(['secret'], { password: 'c4nary-in-the-coal-mine' }).catch(() => undefined);
    process.exit();`;
  const { spawn } = await import('node:child_process');
  const child = spawn('node', ['--import', 'tsx', '--input-type=module', '-e', code, server.url], {
    env: { ...process.env, DEBUG: '*' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  expect(output).not.toContain('c4nary');
});
