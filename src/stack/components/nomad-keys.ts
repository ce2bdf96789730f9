/** Where a Nomad that is deployed is found in its own cluster. */
export const nomadUrl = 'https://nomad.nomad.svc:4646';

/** Where a Nomad shows the public keys of the identities that it signs. */
export function keysOf(url: string): string {
  return `${url.replace(/\/$/, '')}/.well-known/jwks.json`;
}
