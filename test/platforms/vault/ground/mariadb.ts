import { spawnSync } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import type { Pair } from '../../../../src/stack/identity/authority.ts';
import { Secret } from '../../../../src/secret.ts';
import type { DatabaseGround } from './ground.ts';
import { freePort } from '../../../servers/listen.ts';
import { asNobody, find, start, until } from '../../../servers/program.ts';
import { writeTlsFiles } from './tls-files.ts';

export const mariadb = find('mariadbd');
const install = find('mariadb-install-db');

/** A real MariaDB on loopback; with a certificate, it takes nobody without TLS. */
export async function openMariadb(
  tls?: Pair,
): Promise<DatabaseGround & { output: () => string; close: () => Promise<void> }> {
  const password = 'first-password-of-the-superuser';
  const folder = await mkdtemp(join(tmpdir(), 'hashinetes-mariadb-'));
  const user = asNobody();
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const own = ['--no-defaults', `--datadir=${data}`];
  const made = spawnSync(
    install ?? '',
    [...own, '--skip-test-db', '--auth-root-authentication-method=normal'],
    {
      ...user,
      cwd: folder,
    },
  );
  if (made.status !== 0) throw new Error(made.stdout.toString() + made.stderr.toString());
  const first = join(folder, 'first.sql');
  await writeFile(
    first,
    ['vault', 'judge']
      .map(
        (name) =>
          `CREATE USER '${name}'@'%' IDENTIFIED BY '${password}';\nGRANT ALL ON *.* TO '${name}'@'%' WITH GRANT OPTION;`,
      )
      .concat('CREATE DATABASE demo;')
      .join('\n'),
    { mode: 0o644 },
  );
  const port = await freePort();
  const options = [
    ...own,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--init-file=${first}`,
  ];
  if (tls) {
    const { cert, key } = await writeTlsFiles(folder, tls, user);
    options.push(`--ssl-cert=${cert}`, `--ssl-key=${key}`, '--require-secure-transport=on');
  }
  const server = start(mariadb ?? '', options, user);
  const guests = async (): Promise<readonly string[]> => {
    const connection = await mysql.createConnection({
      host: '127.0.0.1',
      port,
      user: 'judge',
      password,
      ...(tls && { ssl: { rejectUnauthorized: false } }),
    });
    try {
      const [rows] = await connection.query<RowDataPacket[]>(
        `SELECT user AS name FROM mysql.user WHERE user LIKE 'v-%'`,
      );
      return rows.map((row) => String(row['name']));
    } finally {
      await connection.end();
    }
  };
  await until(guests, server.output);
  return {
    url: `mariadb://127.0.0.1:${port}/demo`,
    setup: {
      kind: 'mariadb',
      address: `127.0.0.1:${port}`,
      database: 'demo',
      username: 'vault',
      password: new Secret(password),
    },
    guests,
    output: server.output,
    async close() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
