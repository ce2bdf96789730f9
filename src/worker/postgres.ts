import { Client } from 'pg';
import {
  type Address,
  type Database,
  count,
  type Login,
  toDatabaseFailure,
  visit,
} from './database.ts';

export async function openPostgres(place: Address, login: Login): Promise<Database> {
  const client = await connect(place, login);
  const ask = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
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
      const rows = await ask(`SELECT rolname FROM pg_roles WHERE rolname LIKE 'v-%'`);
      return rows.map((row) => String(row['rolname'])).filter((name) => name.startsWith('v-'));
    },
    close: () => client.end(),
  };
}

async function connect(place: Address, login: Login): Promise<Client> {
  const { ca } = place;
  try {
    return await connectWith(
      place,
      login,
      ca === undefined ? { rejectUnauthorized: false } : { ca },
    );
  } catch (error) {
    const isPlain = error instanceof Error && /does not support SSL/.test(error.message);
    if (!isPlain || ca !== undefined) throw toDatabaseFailure(place, error);
  }
  try {
    return await connectWith(place, login, false);
  } catch (error) {
    throw toDatabaseFailure(place, error);
  }
}

type Tls = false | { readonly ca: string } | { readonly rejectUnauthorized: false };

async function connectWith(
  { url: { hostname, port, pathname }, timeoutMs }: Address,
  { username, password }: Login,
  ssl: Tls,
): Promise<Client> {
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
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
