import { Failure } from '../failure.ts';
import type { Vault } from '../platforms/vault/vault.ts';
import type { Secret } from '../secret.ts';
import type { OpenDatabase } from './database.ts';

export type WorkerOptions = {
  /** A client without a token. */
  readonly vault: Vault;
  readonly readJwt: () => Promise<Secret>;
  readonly openDatabase: OpenDatabase;
  /** The role to log in as, and the database role to ask credentials of. */
  readonly role: string;
  readonly print: (line: string) => void;
  /** Leave the lease to end by itself, so that one can watch it. */
  readonly keepLease: boolean;
};

/** The work ended early; the message says at what, and why. */
export class WorkFailed extends Error {
  override readonly name = 'WorkFailed';
}

/**
 * Trades the identity it was born with for database credentials, uses them, and gives them back. It is told no
 * password, and what it prints has none.
 */
export async function work(options: WorkerOptions): Promise<void> {
  const { vault, readJwt, role, print, keepLease } = options;
  const jwt = await attempt('find out who it is', readJwt);
  const login = await attempt(`log in to Vault as ${role}`, () => vault.login(role, jwt));
  print(`Logged in to Vault as ${role}: ${login.policies.join(', ')}, for ${login.ttlSeconds} s.`);

  const mine = vault.as(login.token);
  try {
    await visit(mine, options);
  } catch (error) {
    await mine.revokeSelf().catch(() => undefined); // what it failed at is what counts
    throw error;
  }
  if (keepLease) return;
  await attempt('give its token back', mine.revokeSelf);
  print('Gave the token back, and with it the database user.');
}

async function visit(vault: Vault, options: WorkerOptions): Promise<void> {
  const { openDatabase, role, print, keepLease } = options;
  const credentials = await attempt(`get credentials of the database role ${role}`, () =>
    vault.issue(role),
  );
  print(`Database user ${credentials.username}, lease ${credentials.lease}.`);
  const visits = await attempt('use the database', async () => {
    const database = await openDatabase(credentials);
    try {
      return await database.visit();
    } finally {
      await database.close();
    }
  });
  print(`Visited the database; it has seen ${visits} ${visits === 1 ? 'visit' : 'visits'}.`);
  if (keepLease) print(`The lease ends by itself in ${credentials.ttlSeconds} s.`);
}

async function attempt<T>(what: string, deed: () => Promise<T>): Promise<T> {
  try {
    return await deed();
  } catch (cause) {
    throw new WorkFailed(`The worker could not ${what}: ${reasonOf(cause)}.`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Failure)) return cause instanceof Error ? cause.message : String(cause);
  const { because, platform = 'it' } = cause.facts;
  return because === undefined ? `${platform} is ${cause.kind}` : String(because);
}
