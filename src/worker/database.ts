import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';
import { toDatabaseFailure } from './database-failure.ts';

/** What somebody with database credentials can do here. */
export type Database = {
  /** Leaves one row and counts all of them. */
  readonly visit: () => Promise<number>;
  /** Names of the users that Vault has made. */
  readonly guests: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

export type Login = { readonly username: string; readonly password: Secret };

export type DatabasePlace = {
  /** `postgres://host:5432/demo` or `mariadb://host:3306/demo`, without a user. */
  readonly url: string;
  /** With a CA nothing but a verified connection will do; without one, TLS is used where it is offered. */
  readonly ca?: string | undefined;
  readonly timeoutMs?: number;
};

export type FindDatabase = () => Promise<DatabasePlace>;

/** How a connection is protected: verified by a CA, by whatever certificate there is, or not at all. */
export type Tls = false | { readonly ca: string } | { readonly rejectUnauthorized: false };

export type Address = { readonly url: URL; readonly timeoutMs: number };

export type Session = {
  /** The rows of one statement. */
  readonly ask: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => Promise<void>;
};

/** One kind of database: what its client and its words are. Errors are the client's own. */
export type Driver = {
  readonly connect: (address: Address, login: Login, tls: Tls) => Promise<Session>;
  /** Whether it was TLS that the server does not have. */
  readonly isWithoutTls: (error: unknown) => boolean;
  /** Names its users, as `name`. */
  readonly users: string;
};

export type OpenDatabase = (login: Login) => Promise<Database>;

/** Opens connections to one database, wherever it is by then. The client for its kind is loaded with the first. */
export function createOpenDatabase(place: DatabasePlace | FindDatabase): OpenDatabase {
  return async (login) => {
    const { url, ca, timeoutMs = 5_000 } = typeof place === 'function' ? await place() : place;
    const address = { url: new URL(url), timeoutMs };
    const driver = await loadDriver(address.url);
    const inOurWords = async <T>(deed: Promise<T>): Promise<T> => {
      try {
        return await deed;
      } catch (error) {
        throw toDatabaseFailure(address.url, error);
      }
    };
    const session = await inOurWords(connect(driver, address, login, ca));
    const ask: Session['ask'] = (sql) => inOurWords(session.ask(sql));
    return {
      async visit() {
        await ask('INSERT INTO visits (visitor) VALUES (current_user)');
        const [row] = await ask('SELECT count(*) AS visits FROM visits');
        return Number(row?.['visits']);
      },
      async guests() {
        const names = (await ask(driver.users)).map((row) => String(row['name']));
        return names.filter((name) => name.startsWith('v-'));
      },
      close: session.close,
    };
  };
}

async function connect(
  { connect: open, isWithoutTls }: Driver,
  address: Address,
  login: Login,
  ca: string | undefined,
): Promise<Session> {
  if (ca !== undefined) return open(address, login, { ca });
  try {
    return await open(address, login, { rejectUnauthorized: false });
  } catch (error) {
    if (!isWithoutTls(error)) throw error;
    return open(address, login, false);
  }
}

async function loadDriver({ protocol, host }: URL): Promise<Driver> {
  switch (protocol) {
    case 'postgres:':
    case 'postgresql:':
      return (await import('./postgres.ts')).postgres;
    case 'mysql:':
    case 'mariadb:':
      return (await import('./mariadb.ts')).mariadb;
    default: {
      const because = `${protocol}// is neither postgres:// nor mariadb://`;
      throw new Failure('invalid', { platform: 'the database', what: host, because });
    }
  }
}
