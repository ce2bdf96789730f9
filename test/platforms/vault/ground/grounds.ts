import { describe } from 'vitest';
import { bao, type BaoGround, hashicorp, openBao, openHashicorp } from './bao.ts';
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

/** Runs a suite on the sandbox, and on a real OpenBao and a real Vault with each database that is here; says aloud what is not. */
export function onEveryGround(suite: (open: () => Promise<Grounds>) => void): void {
  describe('the sandbox', () => {
    suite(async () => {
      const ground = await openSandbox();
      return { ground, database: ground.database, output: () => '', close: ground.close };
    });
  });
  for (const product of products) {
    real(product, { name: 'PostgreSQL', program: postgres, open: openPostgres }, suite);
    real(product, { name: 'MariaDB', program: mariadb, open: openMariadb }, suite);
  }
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

type Product = {
  readonly name: string;
  readonly program: string | undefined;
  /** Where it is looked for. */
  readonly where: string;
  readonly open: () => Promise<BaoGround>;
};

const products: readonly Product[] = [
  { name: 'a real OpenBao', program: bao, where: 'bao on PATH or in BAO', open: () => openBao() },
  {
    name: "a real Vault of HashiCorp's",
    program: hashicorp,
    where: 'vault on PATH or in VAULT',
    open: openHashicorp,
  },
];

type Database = {
  readonly name: string;
  readonly program: string | undefined;
  readonly open: () => Promise<
    DatabaseGround & { output: () => string; close: () => Promise<void> }
  >;
};

function real(
  { name, program, where, open }: Product,
  database: Database,
  suite: (open: () => Promise<Grounds>) => void,
): void {
  const title = `${name} with a real ${database.name}`;
  const missing = [...(program ? [] : [where]), ...(database.program ? [] : [database.name])];
  if (missing.length > 0) {
    describe.skip(`${title}: skipped, there is no ${missing.join(' and no ')}`, () => suite(never));
    return;
  }
  describe(title, () => {
    suite(async () => {
      const [ground, opened] = await Promise.all([open(), database.open()]);
      return {
        ground,
        database: opened,
        output: () => ground.output() + opened.output(),
        close: async () => {
          await ground.close();
          await opened.close();
        },
      };
    });
  });
}

function never(): never {
  throw new Error('A skipped suite opens nothing');
}
