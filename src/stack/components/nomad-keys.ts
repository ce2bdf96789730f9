/** Where a Nomad shows the public keys of the identities that it signs. */
export function keysOf(url: string): string {
  return `${url.replace(/\/$/, '')}/.well-known/jwks.json`;
}
