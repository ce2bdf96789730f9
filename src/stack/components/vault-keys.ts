import type { Vault } from '../../platforms/vault/vault.ts';
import { Secret } from '../../secret.ts';
import type { StackWorld } from '../stack-world.ts';

/** The unseal keys that were kept when Vault was initialised; none where they were not, or were taken out since. */
export async function readKeys({
  identity,
}: Pick<StackWorld, 'identity'>): Promise<readonly Secret[]> {
  const kept = (await identity.read('vault-init', 'keys'))?.reveal().split('\n') ?? [];
  return kept.filter((key) => key !== '').map((key) => new Secret(key));
}

/** Opens one server with its keys, where it takes keys and is closed. One that has not joined yet takes none. */
export async function giveKeys(vault: Vault, keys: readonly Secret[]): Promise<boolean> {
  const { isInitialized, isSealed: isClosed, sealType } = await vault.status();
  if (!isInitialized || !isClosed || sealType !== 'shamir') return false;
  for (const key of keys) await vault.unseal(key);
  return keys.length > 0;
}
