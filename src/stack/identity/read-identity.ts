import { Secret } from '../../secret.ts';
import { authority } from './keyring.ts';
import { mapValues } from './map-values.ts';
import { createSecretStore, entryOf, type SecretStoreOptions } from './secret-store.ts';

/** The identity of the stack as its clients need it; everything is read when it is asked for. */
export type IdentityReader = {
  /** The CA that every server is verified with, in PEM; nothing where there is no identity yet. */
  readonly ca: () => Promise<string | undefined>;
  /** One value of a Secret in `keyring.ts`: `read('consul-identity', 'management')`. */
  readonly read: (secret: string, key: string) => Promise<Secret | undefined>;
  /** Which of these Secrets there are. */
  readonly list: (secrets: readonly string[]) => Promise<readonly string[]>;
  /** Removes Secrets for good: whoever is still there that was made with them is shut out. */
  readonly remove: (secrets: readonly string[]) => Promise<void>;
  /** Keeps what a server tells once. Where that is kept already, it stays and this is a conflict. */
  readonly receive: (secret: string, contents: Readonly<Record<string, Secret>>) => Promise<void>;
};

export function readIdentity(options: SecretStoreOptions): IdentityReader {
  const store = createSecretStore(options);
  return {
    async ca() {
      const stored = await store.find(authority);
      return stored?.contents['ca.crt'];
    },
    async read(secret, key) {
      const stored = await store.find(secret);
      const value = stored?.contents[key];
      return value === undefined ? undefined : new Secret(value);
    },
    async list(secrets) {
      const found = secrets.map(async (one) => ((await store.isThere(one)) ? [one] : []));
      return (await Promise.all(found)).flat();
    },
    async remove(secrets) {
      await Promise.all(secrets.map((one) => store.remove(one)));
    },
    async receive(secret, contents) {
      if (entryOf(secret).kind !== 'received') throw new Error(`${secret} is made, not received`);
      await store.create(
        secret,
        mapValues(contents, (value) => value.reveal()),
      );
    },
  };
}
