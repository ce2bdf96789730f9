import { type Chance, createAuthority, issueLeaf } from './authority.ts';
import { authority } from './keyring.ts';
import type { KeyringEntry, ValueOf } from './keyring-entry.ts';
import { mapValues } from './map-values.ts';
import type { Contents } from './secret-store.ts';
import { type Naming, serverNames } from './server-names.ts';

export type MakeOptions = Chance & {
  /** Reads a Secret that this one is made from. */
  readonly read: (name: string) => Promise<Contents>;
} & Naming;

/** Contents for a Secret of the keyring: drawn, signed or copied. */
export async function makeSecret(entry: KeyringEntry, options: MakeOptions): Promise<Contents> {
  const { random } = options;
  switch (entry.kind) {
    case 'authority': {
      const { certificate, key } = await createAuthority(options);
      return { 'ca.crt': certificate, 'ca.key': key };
    }
    case 'leaf': {
      const { 'ca.crt': ca = '', 'ca.key': caKey = '' } = await options.read(authority);
      const names = serverNames(entry.bearer, options);
      const { certificate, key } = await issueLeaf({ certificate: ca, key: caKey }, names, options);
      return { 'ca.crt': ca, 'tls.crt': certificate, 'tls.key': key };
    }
    case 'drawn':
      return mapValues(entry.contents, (draw) => draw(random));
    case 'copied': {
      const valueOf = await readAll(entry.from, options.read);
      return mapValues(entry.contents, (render) => render(valueOf));
    }
    case 'received':
      throw new Error('What a server tells can not be made');
  }
}

async function readAll(
  names: readonly string[],
  read: (name: string) => Promise<Contents>,
): Promise<ValueOf> {
  const readOne = async (name: string) => [name, await read(name)] as const;
  const sources = new Map(await Promise.all(names.map(readOne)));
  return (secret, key) => {
    const value = sources.get(secret)?.[key];
    if (value === undefined) throw new Error(`keyring.ts: ${secret}.${key} is not in its "from"`);
    return value;
  };
}
