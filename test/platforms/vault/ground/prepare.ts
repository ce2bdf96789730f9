import { rootCertificates } from 'node:tls';
import { createVault, type VaultClient } from '../../../../src/platforms/vault/client.ts';
import { prepareDatabase } from '../../../../src/platforms/vault/database.ts';
import { trustKubernetes } from '../../../../src/platforms/vault/trust.ts';
import type { Vault } from '../../../../src/platforms/vault/vault.ts';
import { Secret } from '../../../../src/secret.ts';
import { admit, type DatabaseGround, type Ground } from './ground.ts';
import { until } from '../../../servers/program.ts';

export type Prepared = {
  /** Without a token. */
  readonly vault: VaultClient;
  readonly root: Vault;
  readonly unseal: () => Promise<void>;
  readonly jwt: (name: 'hashinetes' | 'worker') => Promise<Secret>;
  /** What Hashinetes itself may do. */
  readonly own: () => Promise<Vault>;
};

/** A Vault that is initialised, open and set up as a run would leave it. */
export async function prepare(
  { url, accounts, kubernetesHost }: Ground,
  { setup }: DatabaseGround,
  ttl = '60s',
): Promise<Prepared> {
  const origin = Promise.resolve({ url });
  const vault = createVault({ origin: () => origin });
  const { rootToken, keys } = await vault.init();
  const root = vault.as(rootToken);
  const unseal = async (): Promise<void> => {
    if ((await vault.status()).sealType === 'shamir')
      for (const key of keys) await vault.unseal(key);
    await until(
      async () => {
        if ((await vault.status()).leader === undefined) throw new Error('nobody leads');
        await root.whoAmI();
      },
      () => 'Vault has no leader',
    );
  };
  await unseal();
  const [ca = ''] = rootCertificates; // any: reviews are asked for over plain HTTP
  await trustKubernetes(root, { host: kubernetesHost, outside: { ca } });
  await prepareDatabase(root, { ...setup, ttl });
  await admit(root, 'worker', 'database');
  await admit(root, 'hashinetes', 'hashinetes');
  const jwt = async (name: 'hashinetes' | 'worker'): Promise<Secret> => {
    const namespace = name === 'worker' ? 'database' : 'hashinetes';
    return new Secret(await accounts.mint({ namespace, name }, 'vault'));
  };
  return {
    vault,
    root,
    unseal,
    jwt,
    own: async () => vault.as((await vault.login('hashinetes', await jwt('hashinetes'))).token),
  };
}
