import { spawnSync } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Pair } from '../../../../src/stack/identity/authority.ts';
import { Secret } from '../../../../src/secret.ts';
import type { DatabaseGround } from './ground.ts';
import { freePort } from '../../../servers/listen.ts';
import { asNobody, find, start, until } from '../../../servers/program.ts';
import { writeTlsFiles } from './tls-files.ts';

export const postgres = find('postgres');
const initdb = find('initdb');

/** A real PostgreSQL on loopback; with a certificate, it takes nobody without TLS. */
export async function openPostgres(
  tls?: Pair,
): Promise<DatabaseGround & { output: () => string; close: () => Promise<void> }> {
  const password = 'first-password-of-the-superuser';
  const folder = await mkdtemp(join(tmpdir(), 'hashinetes-postgres-'));
  const user = asNobody();
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
  const file = join(folder, 'password');
  await writeFile(file, password);
  if (user.uid !== undefined && user.gid !== undefined) await chown(file, user.uid, user.gid);
  const data = join(folder, 'data');
  const args = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${file}`, '-N'];
  const { status, stderr } = spawnSync(initdb ?? '', args, { ...user, cwd: folder });
  if (status !== 0) throw new Error(stderr.toString());
  const port = await freePort();
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off'];
  if (tls) {
    const { cert, key } = await writeTlsFiles(folder, tls, user);
    await writeFile(join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
    options.push('-c', 'ssl=on', '-c', `ssl_cert_file=${cert}`, '-c', `ssl_key_file=${key}`);
  }
  const server = start(postgres ?? '', options, user);
  const ask = async (sql: string, name = 'postgres'): Promise<readonly { rolname: string }[]> => {
    // the observer of this test is another superuser: the first one's password is soon unknown
    const client = new Client({
      host: '127.0.0.1',
      port,
      user: name,
      password,
      database: 'postgres',
      ssl: tls ? { rejectUnauthorized: false } : false,
    });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  await until(() => ask('SELECT 1'), server.output);
  await ask(`CREATE ROLE judge WITH SUPERUSER LOGIN PASSWORD '${password}'`);
  await ask('CREATE DATABASE demo');
  return {
    url: `postgres://127.0.0.1:${port}/demo`,
    setup: {
      kind: 'postgres',
      address: `127.0.0.1:${port}`,
      database: 'demo',
      username: 'postgres',
      password: new Secret(password),
    },
    guests: async () => {
      const rows = await ask(`SELECT rolname FROM pg_roles WHERE rolname LIKE 'v-%'`, 'judge');
      return rows.map(({ rolname }) => rolname);
    },
    output: server.output,
    async close() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
