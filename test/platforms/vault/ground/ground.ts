import { readFile } from 'node:fs/promises';
import type { ServiceAccounts } from '../../../../src/sandbox/vault/service-accounts.ts';
import type { DatabaseSetup } from '../../../../src/platforms/vault/database.ts';
import { admitServiceAccount } from '../../../../src/platforms/vault/trust.ts';
import type { Secret } from '../../../../src/secret.ts';
import type { Vault } from '../../../../src/platforms/vault/vault.ts';

/** A fresh Vault that nobody has initialised, sealed with keys, and what it needs around it; or one that is given. */
export type Ground = {
  readonly url: string;
  readonly ca?: string;
  /** Of one that is given: initialised and open. */
  readonly root?: Secret;
  /** Of HashiCorp's and not OpenBao. */
  readonly isHashicorp?: boolean;
  readonly accounts: ServiceAccounts;
  /** Where Vault asks for token reviews. */
  readonly kubernetesHost: string;
  /** Lets so many seconds pass. */
  readonly pass: (seconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A database with a superuser, and a way to see from outside who is in it. */
export type DatabaseGround = {
  readonly setup: DatabaseSetup;
  /** For the worker. */
  readonly url: string;
  /** The users that Vault made. */
  readonly guests: () => Promise<readonly string[]>;
};

/** Lets a service account in that is named like its role and its policy. */
export async function admit(
  vault: Vault,
  name: 'hashinetes' | 'worker',
  namespace: string,
): Promise<void> {
  const policy = await readFile(
    new URL(`../../../../deploy/vault/policies/${name}.hcl`, import.meta.url),
    'utf8',
  );
  const role = { name, namespace, serviceAccount: name, audience: 'vault', policy };
  await admitServiceAccount(vault, role);
}
