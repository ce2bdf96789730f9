import { Failure } from '../../failure.ts';
import type { KubeObject, Kubernetes } from '../../platforms/kubernetes/kubernetes.ts';
import { keyring } from './keyring.ts';
import { type KeyringEntry, keysOf } from './keyring-entry.ts';
import { mapValues } from './map-values.ts';

export type Contents = Readonly<Record<string, string>>;

/** Secrets of the keyring in Kubernetes, by name. */
export type SecretStore = {
  readonly find: (name: string) => Promise<Stored | undefined>;
  /** Creates it; where there is one already, that one stays and is returned. */
  readonly keep: (name: string, contents: Contents) => Promise<Contents>;
  /** Creates it; where there is one already, it stays and this is a conflict. */
  readonly create: (name: string, contents: Contents) => Promise<void>;
  /** Whether there is one, whatever is in it. */
  readonly isThere: (name: string) => Promise<boolean>;
  /** Removes it for good; one that is gone already is gone. */
  readonly remove: (name: string) => Promise<void>;
  /** Puts new contents, unless somebody else has since: then it is a conflict. */
  readonly replace: (stored: Stored, contents: Contents) => Promise<void>;
};

export type Stored = {
  readonly name: string;
  readonly contents: Contents;
  readonly version: string;
};

type SecretObject = KubeObject & { readonly type?: string; readonly data?: Contents | null };

export type SecretStoreOptions = {
  readonly kubernetes: Kubernetes;
  /** Where Hashinetes itself lives. */
  readonly home?: string | undefined;
};

export function createSecretStore({
  kubernetes,
  home = 'hashinetes',
}: SecretStoreOptions): SecretStore {
  const namespaceOf = ({ namespace }: KeyringEntry): string =>
    namespace === 'hashinetes' ? home : namespace;

  function toObject(name: string, contents: Contents, version?: string): SecretObject {
    const entry = entryOf(name);
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name,
        namespace: namespaceOf(entry),
        labels: {
          'app.kubernetes.io/name': entry.part === 'all' ? 'hashinetes' : entry.part,
          'app.kubernetes.io/component': 'identity',
          'app.kubernetes.io/part-of': 'hashinetes',
          'app.kubernetes.io/managed-by': 'hashinetes',
        },
        ...(version !== undefined && { resourceVersion: version }),
      },
      type: entry.kind === 'leaf' ? 'kubernetes.io/tls' : 'Opaque',
      data: mapValues(contents, (value) => Buffer.from(value).toString('base64')),
    };
  }

  async function find(name: string): Promise<Stored | undefined> {
    try {
      return toStored(
        await kubernetes.get<SecretObject>('Secret', name, namespaceOf(entryOf(name))),
      );
    } catch (error) {
      if (error instanceof Failure && error.kind === 'absent') return undefined;
      throw error;
    }
  }

  async function create(name: string, contents: Contents): Promise<void> {
    await discreetly(contents, () => kubernetes.create(toObject(name, contents)));
  }

  return {
    find,
    create,
    async isThere(name) {
      try {
        await kubernetes.get('Secret', name, namespaceOf(entryOf(name)));
        return true;
      } catch (error) {
        if (error instanceof Failure && error.kind === 'absent') return false;
        throw error;
      }
    },
    async remove(name) {
      try {
        await kubernetes.remove('Secret', name, namespaceOf(entryOf(name)));
      } catch (error) {
        if (!(error instanceof Failure) || error.kind !== 'absent') throw error;
      }
    },
    async keep(name, contents) {
      try {
        await create(name, contents);
        return contents;
      } catch (error) {
        if (!(error instanceof Failure) || error.kind !== 'conflict') throw error;
        const stored = await find(name);
        if (!stored) throw error;
        return stored.contents;
      }
    },
    replace: ({ name, version }, contents) =>
      discreetly(contents, async () => {
        await kubernetes.replace(toObject(name, contents, version));
      }),
  };
}

export function entryOf(name: string): KeyringEntry {
  const entry = keyring[name];
  if (!entry) throw new Error(`Secret ${name} is not in keyring.ts: add its entry`);
  return entry;
}

/** What is missing was taken out by hand, and is said and not mended: others may have it still. */
function toStored({ metadata, data }: SecretObject): Stored {
  const { name, namespace, resourceVersion = '' } = metadata;
  if (metadata.deletionTimestamp !== undefined)
    throw new Failure('unready', {
      platform: 'Kubernetes',
      what: name,
      because: `the Secret ${name} is being removed`,
    });
  const contents = mapValues(data ?? {}, (value) => Buffer.from(value, 'base64').toString());
  const missing = keysOf(entryOf(name)).filter((key) => !contents[key]);
  if (missing.length === 0) return { name, contents, version: resourceVersion };
  throw new Failure('invalid', {
    platform: 'Kubernetes',
    what: name,
    because: `the Secret ${name} in ${namespace} lacks ${missing.join(' and ')}; restore it, or delete it to have it made anew`,
  });
}

/** A refusal may quote what it refuses: what is secret does not leave with it. */
async function discreetly<T>(contents: Contents, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const values = Object.values(contents).flatMap((value) => [
      value,
      JSON.stringify(value).slice(1, -1),
      Buffer.from(value).toString('base64'),
    ]);
    const facts = mapValues(error.facts, (fact) =>
      typeof fact === 'string' && values.some((value) => fact.includes(value))
        ? 'it was refused in words that quote it'
        : fact,
    );
    throw new Failure(error.kind, facts); // without the cause, which would tell
  }
}
