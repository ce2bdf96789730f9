import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { worker } from '../../src/commands/worker.ts';
import type { Failure } from '../../src/failure.ts';
import { createLog } from '../../src/log.ts';
import { Secret } from '../../src/secret.ts';
import { createOpenDatabase, type OpenDatabase } from '../../src/worker/database.ts';
import { postgres } from '../../src/worker/postgres.ts';
import { work, WorkFailed, type WorkerOptions } from '../../src/worker/worker.ts';
import { createWorkers } from '../../src/worker/workers.ts';
import { freePort } from '../servers/listen.ts';
import { type Grounds, onEveryGround } from '../platforms/vault/ground/grounds.ts';
import { prepare, type Prepared } from '../platforms/vault/ground/prepare.ts';

onEveryGround((open) => {
  let grounds: Grounds;
  let ready: Prepared;
  let openDatabase: OpenDatabase;
  const passwords: string[] = [];
  const said: string[] = [];
  const processes: string[] = [];
  const stream = new PassThrough();
  const log = createLog({ level: 'debug', stream });

  beforeAll(async () => {
    grounds = await open();
    ready = await prepare(grounds.ground, grounds.database);
    const real = createOpenDatabase({ url: grounds.database.url, timeoutMs: 2_000 });
    openDatabase = async (login) => {
      passwords.push(login.password.reveal());
      processes.push(await readProcesses()); // while the password is held
      return real(login);
    };
  }, 60_000);
  afterAll(async () => {
    await ready?.vault.close();
    await grounds?.close();
  });

  async function run(change: Partial<WorkerOptions> = {}): Promise<readonly string[]> {
    const lines: string[] = [];
    const print = (line: string): void => void lines.push(line);
    const { vault, jwt } = ready;
    const usual = { vault, readJwt: () => jwt('worker'), openDatabase, role: 'worker' };
    try {
      await work({ ...usual, keepLease: false, print, ...change });
    } finally {
      said.push(...lines);
    }
    return lines;
  }

  async function failing(change: Partial<WorkerOptions>): Promise<string> {
    const error: unknown = await run(change).catch((thrown: unknown) => thrown);
    if (!(error instanceof WorkFailed)) throw new Error('It did not fail', { cause: error });
    log('worker.failed', { error });
    said.push(inspect(error, { depth: 20, showHidden: true }));
    return error.message;
  }

  it('trades its identity for a user, works, and leaves nothing behind', async () => {
    const lines = await run();
    expect(lines).toEqual([
      'Logged in to Vault as worker: default, worker, for 600 s.',
      expect.stringMatching(/^Database user v-kubernet\S+, lease database\/creds\/worker\/\w+\.$/),
      'Visited the database; it has seen 1 visit.',
      'Gave the token back, and with it the database user.',
    ]);
    await expect.poll(() => grounds.database.guests(), { timeout: 5_000 }).toEqual([]);
    expect((await run())[2]).toBe('Visited the database; it has seen 2 visits.');
  });

  it('leaves its user to the lease when told to, and that user is seen', async () => {
    const lines = await run({ keepLease: true });
    expect(lines.at(-1)).toBe('The lease ends by itself in 60 s.');
    const [name = ''] = await grounds.database.guests();
    expect(lines[1]).toContain(name);
    const workers = createWorkers({
      kubernetes: undefined as never,
      vault: await ready.own(),
      openDatabase,
      place: undefined as never,
      clock: Date.now,
      random: Math.random,
    });
    const [guest, ...others] = await workers.guests();
    expect(others).toEqual([]);
    expect(guest).toMatchObject({ role: 'worker', ageSeconds: expect.any(Number) });
    // MariaDB's names are too short to hold the second they were made in
    const isTelling = grounds.database.setup.kind === 'postgres';
    expect(guest?.username).toBe(isTelling ? name : undefined);
    expect(await grounds.database.guests()).toEqual([name]); // who looked is gone again
    await ready.root.revokeLeases();
    expect(await workers.guests()).toEqual([]);
  });

  it('is out at once when its credentials are revoked, connected or not', async () => {
    const mine = ready.vault.as(
      (await ready.vault.login('worker', await ready.jwt('worker'))).token,
    );
    const credentials = await mine.issue('worker');
    const connected = await openDatabase(credentials);
    await connected.visit();
    await (await ready.own()).revokeLeases('worker');
    await expect(connected.visit()).rejects.toMatchObject({ name: 'Failure' });
    await expect(openDatabase(credentials)).rejects.toMatchObject({
      name: 'Failure',
      kind: 'forbidden',
    });
    await connected.close().catch(() => undefined);
  });

  it('shares the database with many that come and go at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => run()));
    await expect.poll(() => grounds.database.guests(), { timeout: 5_000 }).toEqual([]);
    expect(await ready.root.countLeases()).toBe(0);
  });

  it('leaves nothing behind, not even what it made in passing', async () => {
    const { setup, url } = grounds.database;
    if (setup.kind !== 'postgres' || url.includes('sandbox') || grounds.output() === '') return;
    const mine = ready.vault.as(
      (await ready.vault.login('worker', await ready.jwt('worker'))).token,
    );
    const credentials = await mine.issue('worker');
    const session = await postgres.connect(
      { url: new URL(url), timeoutMs: 2_000 },
      credentials,
      false,
    );
    await session.ask('SELECT lo_from_bytea(0, $$left behind$$)');
    await session.ask('BEGIN');
    await session.ask('INSERT INTO visits (visitor) VALUES (current_user)'); // and holds its lock
    await (await ready.own()).revokeLeases('worker');
    await expect(session.ask('COMMIT')).rejects.toThrow(/terminat|connection/i);
    expect(await grounds.database.guests()).toEqual([]);
    expect(await ready.root.countLeases()).toBe(0);
    await session.close().catch(() => undefined);
  });

  it('may do its work and nothing else', async () => {
    await run({ keepLease: true });
    const mine = ready.vault.as(
      (await ready.vault.login('worker', await ready.jwt('worker'))).token,
    );
    const database = await openDatabase(await mine.issue('worker'));
    const isReadable = grounds.database.setup.kind === 'postgres'; // there, names are for everybody to see
    const seen = await database.guests().then(
      () => 'seen',
      (error: Failure) => error.kind,
    );
    expect(seen).toBe(isReadable ? 'seen' : 'forbidden');
    await database.close();
    await ready.root.revokeLeases();
  });

  it('says what it failed at, and why', async () => {
    const { ground } = grounds;
    const from = (name: string, namespace: string, audience: string) => async () => {
      return new Secret(await ground.accounts.mint({ name, namespace }, audience));
    };
    expect(await failing({ readJwt: from('worker', 'elsewhere', 'vault') })).toBe(
      'The worker could not log in to Vault as worker: namespace not authorized.',
    );
    expect(await failing({ readJwt: from('worker', 'database', 'elsewhere') })).toMatch(
      /^The worker could not log in to Vault as worker: .*audience/,
    );
    expect(await failing({ role: 'nobody' })).toBe(
      'The worker could not log in to Vault as nobody: invalid role name "nobody".',
    );
    const nothing = `127.0.0.1:${await freePort()}`;
    const closed = grounds.database.url.replace(/127\.0\.0\.1:\d+/, nothing);
    expect(await failing({ openDatabase: createOpenDatabase({ url: closed }) })).toMatch(
      /^The worker could not use the database: .*ECONNREFUSED/,
    );
    expect(await grounds.database.guests()).toEqual([]); // and gave back what it had
    const wrong: OpenDatabase = ({ username }) =>
      openDatabase({ username, password: new Secret('not-its-password') });
    expect(await failing({ openDatabase: wrong })).toMatch(
      /^The worker could not use the database: /,
    );
    await ready.root.write(['sys', 'seal'], {});
    expect(await failing({})).toBe(
      'The worker could not log in to Vault as worker: Vault is sealed.',
    );
    await ready.unseal();
    await run();
  });

  it('ends with what it has done when Vault is sealed in the middle of it', async () => {
    const sealing: OpenDatabase = async (login) => {
      await ready.root.write(['sys', 'seal'], {});
      return openDatabase(login);
    };
    expect(await failing({ openDatabase: sealing })).toBe(
      'The worker could not give its token back: Vault is sealed.',
    );
    await ready.unseal();
    expect(await ready.root.countLeases()).toBe(1); // nobody gave it back: it ends by itself
    await ready.root.revokeLeases();
    expect(await grounds.database.guests()).toEqual([]);
  });

  it('runs as a command, with a token from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hashinetes-worker-'));
    const file = join(folder, 'token');
    const settings = {
      VAULT_ADDR: grounds.ground.url,
      DATABASE_URL: grounds.database.url,
      WORKER_TOKEN_FILE: file,
    };
    const command = (): Promise<void> =>
      worker({ settings }, { keepLease: false }, (line) => void said.push(line));
    await expect(command()).rejects.toThrow(
      `The worker could not find out who it is: there is no service account token at ${file}.`,
    );
    await writeFile(file, `${(await ready.jwt('worker')).reveal()}\n`);
    await command();
    await rm(folder, { recursive: true });
  });

  it('has let no password out anywhere', () => {
    expect(passwords.length).toBeGreaterThan(5);
    const everything = [
      said.join('\n'),
      String(stream.read() ?? ''),
      grounds.output(),
      ...processes,
    ].join('\n');
    expect(everything).toContain('could not log in to Vault');
    const witness = process.platform === 'linux' ? process.execPath : '';
    expect(processes.join()).toContain(witness);
    for (const password of passwords) expect(everything).not.toContain(password);
  });
});

/** The arguments and the environment of every process that may be looked at, where there is a `/proc`. */
async function readProcesses(): Promise<string> {
  const folders = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const files = folders.flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]);
  const texts = files.map((file) => readFile(file, 'utf8').catch(() => '')); // it has ended meanwhile
  return (await Promise.all(texts)).join('\n');
}
