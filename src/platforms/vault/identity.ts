import type { Secret } from '../../secret.ts';
import { createShortLived, isAnswered, type ShortLived } from '../short-lived.ts';
import type { Vault } from './vault.ts';

export type IdentityOptions = {
  /** A client without a token. */
  readonly vault: Vault;
  readonly role: string;
  /** Our service account's token, read anew for every login: Kubernetes rotates it. */
  readonly readJwt: () => Promise<Secret>;
  readonly clock: () => number;
  readonly random: () => number;
};

/** Its end stops renewing and gives the token back. */
export type Identity = ShortLived;

/**
 * Who we are to Vault: a login with our service account, renewed while that is worth it. While Vault is away the
 * Failure says so.
 */
export function createIdentity({ vault, role, readJwt, ...chance }: IdentityOptions): Identity {
  const login = async (): ReturnType<Vault['login']> => vault.login(role, await readJwt());
  return createShortLived({
    ...chance,
    obtain: login,
    async prolong(before) {
      const after = await vault.as(before.token).renewSelf();
      // close to its maximum a token is renewed for less and less: a new one lives longer
      const isWorthIt = after.ttlSeconds * 2 > before.ttlSeconds;
      return isWorthIt ? { ...after, token: before.token } : login();
    },
    isKnown: (token) => isAnswered(vault.as(token).whoAmI),
    giveBack: (token) => vault.as(token).revokeSelf(),
  });
}
