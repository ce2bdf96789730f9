import mysql from 'mysql2/promise';
import { z } from 'zod';
import {
  type Address,
  type Database,
  count,
  type Login,
  toDatabaseFailure,
  visit,
} from './database.ts';

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

/** Speaks to MariaDB and to MySQL. */
export async function openMariadb(place: Address, login: Login): Promise<Database> {
  const connection = await connect(place, login);
  const ask = async (sql: string): Promise<z.output<typeof rowsSchema>> => {
    try {
      const [rows] = await connection.query({ sql, timeout: place.timeoutMs });
      return Array.isArray(rows) ? rowsSchema.parse(rows) : [];
    } catch (error) {
      throw toDatabaseFailure(place, error);
    }
  };
  return {
    async visit() {
      await ask(visit);
      const [row] = await ask(count);
      return Number(row?.['visits']);
    },
    async guests() {
      const rows = await ask(`SELECT user AS name FROM mysql.user WHERE user LIKE 'v-%'`);
      return rows.map((row) => String(row['name']));
    },
    close: () => connection.end(),
  };
}

async function connect(place: Address, login: Login): Promise<mysql.Connection> {
  const { ca } = place;
  try {
    return await connectWith(
      place,
      login,
      ca === undefined ? { rejectUnauthorized: false } : { ca },
    );
  } catch (error) {
    const isPlain =
      error instanceof Error && 'code' in error && error.code === 'HANDSHAKE_NO_SSL_SUPPORT';
    if (!isPlain || ca !== undefined) throw toDatabaseFailure(place, error);
  }
  try {
    return await connectWith(place, login);
  } catch (error) {
    throw toDatabaseFailure(place, error);
  }
}

function connectWith(
  { url: { hostname, port, pathname }, timeoutMs }: Address,
  { username, password }: Login,
  ssl?: mysql.SslOptions,
): Promise<mysql.Connection> {
  return mysql.createConnection({
    host: hostname,
    port: Number(port || 3_306),
    database: pathname.slice(1),
    user: username,
    password: password.reveal(),
    connectTimeout: timeoutMs,
    ...(ssl && { ssl }),
  });
}
