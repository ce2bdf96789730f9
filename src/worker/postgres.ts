import { Client } from 'pg';
import type { Driver } from './database.ts';

export const postgres: Driver = {
  users: `SELECT rolname AS name FROM pg_roles WHERE rolname LIKE 'v-%'`,
  isWithoutTls: (error) => error instanceof Error && /does not support SSL/.test(error.message),
  async connect({ url: { hostname, port, pathname }, timeoutMs }, { username, password }, ssl) {
    const client = new Client({
      host: hostname,
      port: Number(port || 5_432),
      database: pathname.slice(1),
      user: username,
      password: password.reveal(),
      ssl,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      application_name: 'hashinetes',
    });
    client.on('error', () => undefined); // a connection that breaks is noticed by the next query
    try {
      await client.connect();
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return {
      ask: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows,
      close: () => client.end(),
    };
  },
};
