import { createVault } from '../../platforms/vault/client.ts';
import { Secret } from '../../secret.ts';
import { createOpenDatabase } from '../../worker/database.ts';
import { audience } from '../../worker/job.ts';
import { work } from '../../worker/worker.ts';
import type { ServiceAccount, ServiceAccounts } from './service-accounts.ts';

export type Ended = { readonly exitCode: number; readonly lines: readonly string[] };

export type WorkerProgramOptions = {
  readonly accounts: ServiceAccounts;
  /** Where the sandbox's Vault and its database listen. */
  readonly vaultUrl: string;
  readonly databaseUrl: string;
};

/**
 * What runs in a worker's pod: the worker itself, with a token of the pod's own service account, against the
 * sandbox's Vault over HTTP and its database over PostgreSQL's protocol. Only the container is not there.
 */
export function createWorkerProgram(
  options: WorkerProgramOptions,
): (account: ServiceAccount) => Promise<Ended> {
  const { accounts, vaultUrl, databaseUrl } = options;
  const openDatabase = createOpenDatabase({ url: databaseUrl });
  return async (account) => {
    const lines: string[] = [];
    const origin = Promise.resolve({ url: vaultUrl });
    const vault = createVault({ origin: () => origin });
    try {
      await work({
        vault,
        readJwt: async () => new Secret(await accounts.mint(account, audience)),
        openDatabase,
        role: 'worker',
        print: (line) => lines.push(line),
        keepLease: true,
      });
      return { exitCode: 0, lines };
    } catch (error) {
      return { exitCode: 1, lines: [...lines, error instanceof Error ? error.message : ''] };
    } finally {
      await vault.close();
    }
  };
}
