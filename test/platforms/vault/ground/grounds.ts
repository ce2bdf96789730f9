import { describe } from 'vitest';
import { bao, openBao } from './bao.ts';
import { isGiven, openGiven } from './given.ts';
import type { DatabaseGround, Ground } from './ground.ts';
import { mariadb, openMariadb } from './mariadb.ts';
import { openPostgres, postgres } from './postgres.ts';
import { openSandbox } from './sandbox.ts';

export type Grounds = {
  readonly ground: Ground;
  readonly database: DatabaseGround;
  /** What the servers have written to their logs, where there are any. */
  readonly output: () => string;
  readonly close: () => Promise<void>;
};

/** Runs a suite on the sandbox, and on a real OpenBao with each database that is here; says aloud what is not. */
export function onEveryGround(suite: (open: () => Promise<Grounds>) => void): void {
  describe('the sandbox', () => {
    suite(async () => {
      const ground = await openSandbox();
      return { ground, database: ground.database, output: () => '', close: ground.close };
    });
  });
  real('PostgreSQL', postgres, openPostgres, suite);
  real('MariaDB', mariadb, openMariadb, suite);
}

/** The same on the server of VAULT_ADDR, with a database that it reaches on loopback. */
export function onGivenGround(suite: (open: () => Promise<Grounds>) => void): void {
  const title = 'the Vault of VAULT_ADDR with a real PostgreSQL';
  const missing = [
    ...(isGiven ? [] : ['VAULT_ADDR with VAULT_TOKEN']),
    ...(postgres ? [] : ['PostgreSQL']),
  ];
  if (missing.length > 0) {
    describe.skip(`${title}: skipped, there is no ${missing.join(' and no ')}`, () => suite(never));
    return;
  }
  describe(title, () => {
    suite(async () => {
      const [ground, database] = await Promise.all([openGiven(), openPostgres()]);
      const close = async (): Promise<void> => {
        await ground.close();
        await database.close();
      };
      return { ground, database, output: database.output, close };
    });
  });
}

type OpenReal = () => Promise<
  DatabaseGround & { output: () => string; close: () => Promise<void> }
>;

function real(
  name: string,
  program: string | undefined,
  openDatabase: OpenReal,
  suite: (open: () => Promise<Grounds>) => void,
): void {
  const title = `a real OpenBao with a real ${name}`;
  const missing = [...(bao ? [] : ['bao on PATH or in BAO']), ...(program ? [] : [name])];
  if (missing.length > 0) {
    describe.skip(`${title}: skipped, there is no ${missing.join(' and no ')}`, () => suite(never));
    return;
  }
  describe(title, () => {
    suite(async () => {
      const [ground, database] = await Promise.all([openBao(), openDatabase()]);
      return {
        ground,
        database,
        output: () => ground.output() + database.output(),
        close: async () => {
          await ground.close();
          await database.close();
        },
      };
    });
  });
}

function never(): never {
  throw new Error('A skipped suite opens nothing');
}
