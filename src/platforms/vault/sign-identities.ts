import type { Vault } from './vault.ts';

export type Signing = {
  /** Named by every token that is signed, whichever server signs it. */
  readonly issuer: string;
  /** Who the tokens are for: one role each, of the same name. */
  readonly audiences: readonly string[];
};

/** Claims of a signed token; Vault keeps `namespace` for its own. */
export const claims = {
  name: 'service_account_name',
  namespace: 'service_account_namespace',
} as const;

const key = 'hashinetes';

/**
 * Lets Vault sign who has logged in with a Kubernetes service account, for others who trust its keys. A signed token
 * is good for five minutes, once: it is traded for something else at once. Safe to do again.
 * @see https://openbao.org/api-docs/secret/identity/tokens/
 */
export async function signIdentities(vault: Vault, { issuer, audiences }: Signing): Promise<void> {
  const mount = (await vault.auths()).find(({ path }) => path === 'kubernetes');
  const metadata = `identity.entity.aliases.${mount?.accessor ?? ''}.metadata`;
  const told = Object.values(claims).map((claim) => `"${claim}": {{${metadata}.${claim}}}`);
  const place = ['identity', 'oidc'];
  await vault.write([...place, 'config'], { issuer });
  await vault.write([...place, 'key', key], {
    algorithm: 'ES256',
    rotation_period: '24h',
    verification_ttl: '24h',
    allowed_client_ids: audiences,
  });
  for (const audience of audiences)
    await vault.write([...place, 'role', audience], {
      key,
      client_id: audience,
      ttl: '5m',
      template: `{ ${told.join(', ')} }`,
    });
}

/** Where the public keys are, and what the tokens say of their origin, by the address given to `signIdentities`. */
export const keysOf = (issuer: string): string => `${issuer}/v1/identity/oidc/.well-known/keys`;
export const issuerOf = (issuer: string): string => `${issuer}/v1/identity/oidc`;
