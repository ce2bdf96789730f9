import { readFile } from 'node:fs/promises';
import { createVault } from '../platforms/vault/client.ts';
import { readServiceAccountToken } from '../platforms/vault/service-account-token.ts';
import { createOpenDatabase } from '../worker/database.ts';
import { work } from '../worker/worker.ts';
import type { Print } from './serve.ts';

export type WorkerSettings = {
  readonly VAULT_ADDR?: string | undefined;
  readonly VAULT_CACERT?: string | undefined;
  readonly VAULT_TLS_SERVER_NAME?: string | undefined;
  readonly DATABASE_URL?: string | undefined;
  readonly DATABASE_CACERT?: string | undefined;
  readonly WORKER_ROLE?: string | undefined;
  readonly WORKER_TOKEN_FILE?: string | undefined;
};

/** The Kubernetes Job's side of the bargain: one visit to the database, then the end. */
export async function worker(
  { settings }: { readonly settings: WorkerSettings },
  options: { readonly keepLease: boolean },
  print: Print,
): Promise<void> {
  const { VAULT_ADDR: url, DATABASE_URL: database, WORKER_ROLE: role = 'worker' } = settings;
  if (url === undefined || database === undefined)
    throw new Error('The worker needs VAULT_ADDR and DATABASE_URL.');
  const file = settings.WORKER_TOKEN_FILE ?? '/var/run/secrets/hashinetes/token';
  const [ca, databaseCa] = await Promise.all(
    [settings.VAULT_CACERT, settings.DATABASE_CACERT].map(readIfGiven),
  );
  const servername = settings.VAULT_TLS_SERVER_NAME;
  const tls = { ...(ca !== undefined && { ca }), ...(servername !== undefined && { servername }) };
  const origin = Promise.resolve({ url, tls });
  const vault = createVault({ origin: () => origin });
  try {
    await work({
      vault,
      readJwt: () => readServiceAccountToken(file),
      openDatabase: createOpenDatabase({
        url: database,
        ...(databaseCa !== undefined && { ca: databaseCa }),
      }),
      role,
      print,
      ...options,
    });
  } finally {
    await vault.close();
  }
}

async function readIfGiven(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new Error(`The worker could not read the CA certificate at ${file}.`, { cause });
  }
}
