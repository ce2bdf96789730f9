import { Failure } from '../../failure.ts';
import type { IdentityOptions } from './ensure-identity.ts';
import { secretsOf } from './keyring.ts';
import type { Part } from './keyring-entry.ts';
import { isDue, stampOf } from './leaf.ts';
import { makeSecret } from './make-secret.ts';
import { type Contents, createSecretStore, entryOf, type Stored } from './secret-store.ts';
import { serverNames } from './server-names.ts';

/** A certificate that was replaced. Its pods have the old one until they are rolled: apply the new stamp. */
export type Renewal = {
  readonly secret: string;
  readonly restarts: Part | undefined;
  readonly stamp: string;
};

/** Names of the certificates of these parts that should be replaced today. Only looks. */
export async function findDue(
  options: Omit<IdentityOptions, 'random'>,
): Promise<readonly string[]> {
  const store = createSecretStore(options);
  const due = secretsOf(options.parts).map(async (name) => {
    const entry = entryOf(name);
    if (entry.kind !== 'leaf') return [];
    const names = serverNames(entry.bearer, options);
    const stored = await store.find(name);
    return stored && isDue(stored.contents['tls.crt'] ?? '', names, options.clock()) ? [name] : [];
  });
  return (await Promise.all(due)).flat();
}

/**
 * Replaces the certificates of these parts that will have lived two thirds of their life by tomorrow; for every day
 * and every run. Where nothing is due it only reads. What somebody else renewed meanwhile is left to them.
 */
export async function renewLeaves(options: IdentityOptions): Promise<readonly Renewal[]> {
  const store = createSecretStore(options);
  const renewals = await Promise.all(secretsOf(options.parts).map(renewOne));
  return renewals.flat();

  async function renewOne(name: string): Promise<readonly Renewal[]> {
    const entry = entryOf(name);
    if (entry.kind !== 'leaf') return [];
    const names = serverNames(entry.bearer, options);
    const stored = await store.find(name);
    if (!stored || !isDue(stored.contents['tls.crt'] ?? '', names, options.clock())) return [];
    const contents = await makeSecret(entry, { ...options, read });
    if (!(await isReplaced(stored, contents))) return [];
    const stamp = stampOf(contents['tls.crt'] ?? '');
    return [{ secret: name, restarts: entry.restarts, stamp }];
  }

  async function isReplaced(stored: Stored, contents: Contents): Promise<boolean> {
    try {
      await store.replace(stored, contents);
      return true;
    } catch (error) {
      if (error instanceof Failure && error.kind === 'conflict') return false;
      throw error;
    }
  }

  async function read(name: string): Promise<Contents> {
    const stored = await store.find(name);
    if (stored) return stored.contents;
    const because = `the Secret ${name} is gone, so no certificate can be renewed; restore it`;
    throw new Failure('absent', { platform: 'Kubernetes', what: name, because });
  }
}
