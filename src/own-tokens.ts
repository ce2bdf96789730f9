import { Failure } from './failure.ts';
import type { Consul } from './platforms/consul/consul.ts';
import type { Nomad } from './platforms/nomad/nomad.ts';
import { orUntrusted } from './platforms/or-untrusted.ts';
import { createShortLived, isAnswered, type ShortLived } from './platforms/short-lived.ts';
import type { Vault } from './platforms/vault/vault.ts';
import type { Secret } from './secret.ts';
import { method, ttlSeconds, us } from './stack/admission.ts';
import type { IdentityReader } from './stack/identity/read-identity.ts';

export type OwnTokensOptions = {
  /** As ourselves: it signs who we are. */
  readonly vault: Pick<Vault, 'prove'>;
  /** Without one that we deployed, there is nobody to sign. */
  readonly hasVault: () => Promise<boolean>;
  readonly identity: Pick<IdentityReader, 'read'>;
  readonly clock: () => number;
  readonly random: () => number;
};

/** Our own tokens of Nomad and of Consul, which live for an hour and lie nowhere. */
export type OwnTokens = {
  readonly nomad: (nomad: Nomad) => ShortLived;
  readonly consul: (consul: Consul) => ShortLived;
};

/**
 * Who we are to Nomad and to Consul: what Vault signs is traded there for a token that ends. Only where no Vault was
 * deployed, the first token of the server issues one that ends as soon.
 */
export function createOwnTokens(options: OwnTokensOptions): OwnTokens {
  const { vault, hasVault, identity, ...chance } = options;

  async function first(platform: string, key: string): Promise<Secret> {
    const secret = `${platform}-identity`;
    const token = await identity.read(secret, key);
    if (token) return token;
    const because = `there is neither a Vault that says who I am nor the Secret ${secret}`;
    throw new Failure('unreachable', { platform, because });
  }

  return {
    nomad: (nomad) =>
      createShortLived({
        ...chance,
        obtain: () =>
          orUntrusted('nomad', async () => {
            if (await hasVault()) return nomad.acl.login(method, await vault.prove('nomad'));
            const manager = nomad.as(await first('nomad', 'bootstrap'));
            return manager.acl.createToken(us, [us], ttlSeconds);
          }),
        isKnown: (token) => isAnswered(nomad.as(token).acl.whoAmI),
      }),
    consul: (consul) =>
      createShortLived({
        ...chance,
        obtain: () =>
          orUntrusted('consul', async () => {
            if (await hasVault()) return consul.acl.login(method, await vault.prove('consul'));
            const manager = consul.as(await first('consul', 'management'));
            const Policies = [{ Name: us }];
            return manager.acl.createToken({ Description: us, Policies, ttlSeconds });
          }),
        isKnown: (token) => isAnswered(consul.as(token).acl.whoAmI),
        giveBack: (token) => consul.as(token).acl.logout(),
      }),
  };
}
