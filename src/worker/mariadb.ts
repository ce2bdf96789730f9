import mysql from 'mysql2/promise';
import { z } from 'zod';
import type { Driver } from './database.ts';

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

/** Speaks to MariaDB and to MySQL. */
export const mariadb: Driver = {
  users: `SELECT user AS name FROM mysql.user WHERE user LIKE 'v-%'`,
  isWithoutTls: (error) =>
    error instanceof Error && 'code' in error && error.code === 'HANDSHAKE_NO_SSL_SUPPORT',
  async connect({ url: { hostname, port, pathname }, timeoutMs }, { username, password }, tls) {
    const connection = await mysql.createConnection({
      host: hostname,
      port: Number(port || 3_306),
      database: pathname.slice(1),
      user: username,
      password: password.reveal(),
      connectTimeout: timeoutMs,
      // a certificate of that CA that is made out to somebody else would do, unless said otherwise
      ...(tls && { ssl: 'ca' in tls ? { ...tls, verifyIdentity: true } : tls }),
    });
    connection.on('error', () => undefined); // a connection that breaks is noticed by the next query
    return {
      async ask(sql) {
        const [rows] = await connection.query({ sql, timeout: timeoutMs });
        return Array.isArray(rows) ? rowsSchema.parse(rows) : [];
      },
      close: () => connection.end(),
    };
  },
};
