import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';

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
  readonly ca?: string;
  readonly timeoutMs?: number;
};

/** A place, read and complete. */
export type Address = {
  readonly url: URL;
  readonly ca: string | undefined;
  readonly timeoutMs: number;
};

export type OpenDatabase = (login: Login) => Promise<Database>;

export const visit = 'INSERT INTO visits (visitor) VALUES (current_user)';
export const count = 'SELECT count(*) AS visits FROM visits';

/** Opens connections to one database. The client for its kind is loaded when the first is opened. */
export function createOpenDatabase({ url, ca, timeoutMs = 5_000 }: DatabasePlace): OpenDatabase {
  const place = { url: new URL(url), ca, timeoutMs };
  return async (login) => {
    switch (place.url.protocol) {
      case 'postgres:':
      case 'postgresql:': {
        const { openPostgres } = await import('./postgres.ts');
        return openPostgres(place, login);
      }
      case 'mysql:':
      case 'mariadb:': {
        const { openMariadb } = await import('./mariadb.ts');
        return openMariadb(place, login);
      }
      default: {
        const because = `${place.url.protocol}// is neither postgres:// nor mariadb://`;
        throw new Failure('invalid', { platform: 'the database', what: place.url.host, because });
      }
    }
  };
}

const kinds: Readonly<Record<string, Failure['kind']>> = {
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ECONNRESET: 'unreachable',
  PROTOCOL_CONNECTION_LOST: 'unreachable',
  ETIMEDOUT: 'late',
  '28P01': 'forbidden',
  '28000': 'forbidden',
  '42501': 'forbidden',
  '42P01': 'absent',
  ER_ACCESS_DENIED_ERROR: 'forbidden',
  ER_DBACCESS_DENIED_ERROR: 'forbidden',
  ER_TABLEACCESS_DENIED_ERROR: 'forbidden',
  ER_NO_SUCH_TABLE: 'absent',
};

/** A database's own words never hold a password. */
export function toDatabaseFailure({ url }: Address, cause: unknown): Failure {
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const because = cause instanceof Error ? cause.message : String(cause);
  const isLate = /timeout/i.test(because);
  return new Failure(
    kinds[code] ?? (isLate ? 'late' : 'unready'),
    { platform: 'the database', what: url.host, because },
    { cause },
  );
}
