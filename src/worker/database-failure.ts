import { Failure } from '../failure.ts';

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
  ER_ACCOUNT_HAS_BEEN_LOCKED: 'forbidden',
  ER_DBACCESS_DENIED_ERROR: 'forbidden',
  ER_TABLEACCESS_DENIED_ERROR: 'forbidden',
  ER_NO_SUCH_TABLE: 'absent',
};

/** What a database or the way to it says no with. Its own words never hold a password. */
export function toDatabaseFailure({ host }: URL, cause: unknown): Failure {
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const because = cause instanceof Error && cause.message !== '' ? cause.message : code;
  const isLate = /timeout/i.test(because);
  return new Failure(
    kinds[code] ?? (isLate ? 'late' : 'unready'),
    { platform: 'the database', what: host, because },
    { cause },
  );
}
