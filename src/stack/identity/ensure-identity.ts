import { Failure } from '../../failure.ts';
import type { Chance } from './authority.ts';
import { authority, secretsFor } from './keyring.ts';
import type { Part } from './keyring-entry.ts';
import { isSignedBy, stampOf } from './leaf.ts';
import { makeSecret } from './make-secret.ts';
import type { Naming } from './server-names.ts';
import {
  type Contents,
  createSecretStore,
  entryOf,
  type SecretStoreOptions,
} from './secret-store.ts';

export type IdentityOptions = SecretStoreOptions &
  Chance &
  Naming & {
    readonly parts: readonly Part[];
    /** Given by address: nothing is made for these, and what is made may depend on it. */
    readonly adopted?: ReadonlySet<Part>;
  };

/** What may be known of an identity: nothing in it is secret. */
export type Identity = {
  /** Signed every certificate of the stack. */
  readonly caPem: string;
  /** For the annotation `hashinetes.dev/certificate` of the pod template, by part. */
  readonly stamps: Readonly<Record<string, string>>;
};

/**
 * Makes the Secrets of these parts, and those they are made from, where they are not there yet; what is there
 * stays as it is. Their namespaces have to exist. Safe to run at any time, by several at once. A Secret that does
 * not fit the others is `invalid`: making it anew could split a cluster, so a person has to decide.
 */
export async function ensureIdentity(options: IdentityOptions): Promise<Identity> {
  const store = createSecretStore(options);
  const known = new Map<string, Promise<Contents>>();

  /** Each Secret after those that it is made from, and otherwise side by side. */
  function ensure(name: string): Promise<Contents> {
    const contents = known.get(name) ?? findOrMake(name);
    known.set(name, contents);
    return contents;
  }

  async function findOrMake(name: string): Promise<Contents> {
    const entry = entryOf(name);
    const stored = await store.find(name);
    const contents =
      stored?.contents ??
      (await store.keep(name, await makeSecret(entry, { ...options, read: ensure })));
    await check(name, contents);
    return contents;
  }

  async function check(name: string, contents: Contents): Promise<void> {
    const entry = entryOf(name);
    if (entry.kind === 'leaf') {
      const { 'ca.crt': caPem = '' } = await ensure(authority);
      if (!isSignedBy(contents['tls.crt'] ?? '', caPem)) throw misfit(name, authority);
    }
    if (entry.kind !== 'copied') return;
    const expected = await makeSecret(entry, { ...options, read: ensure });
    const isSame = Object.entries(expected).every(([key, value]) => contents[key] === value);
    if (!isSame) throw misfit(name, entry.from.join(' or '));
  }

  const made = secretsFor(options.parts, options.adopted);
  const names = made.filter((name) => entryOf(name).kind !== 'received');
  const stamps = await Promise.all(
    names.map(async (name): Promise<readonly [string, string][]> => {
      const entry = entryOf(name);
      const { 'tls.crt': certificate = '' } = await ensure(name);
      const isRestarting = entry.kind === 'leaf' && entry.restarts !== undefined;
      return isRestarting ? [[entry.restarts, stampOf(certificate)]] : [];
    }),
  );
  const { 'ca.crt': caPem = '' } = await ensure(authority);
  return { caPem, stamps: Object.fromEntries(stamps.flat()) };
}

function misfit(name: string, source: string): Failure {
  return new Failure('invalid', {
    platform: 'Kubernetes',
    what: name,
    because: `the Secret ${name} was made from another ${source}; restore the one that was lost, or delete ${name} to have it made anew`,
  });
}
