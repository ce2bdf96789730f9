import type { JWTVerifyGetKey } from 'jose';

export const googleKeysUrl = new URL('https://www.googleapis.com/oauth2/v3/certs');

const skewSeconds = 300;
const maxAgeSeconds = 86_400;

export type Signature = { readonly jti: string; readonly expiresAt: number };

export type SignatureOptions = {
  readonly projectId: string;
  readonly keys: JWTVerifyGetKey;
  readonly clock: () => number;
};

/** Google's public keys, fetched when first needed and kept; a fetch never holds a turn up for long. */
export function createGoogleKeys(url: URL = googleKeysUrl): JWTVerifyGetKey {
  let keys: JWTVerifyGetKey | undefined;
  return async (header, token) => {
    const { createRemoteJWKSet } = await import('jose');
    keys ??= createRemoteJWKSet(url, {
      timeoutDuration: 2_000,
      cooldownDuration: 30_000,
      cacheMaxAge: 3_600_000,
    });
    return keys(header, token);
  };
}

/**
 * Proves that Google made a request for this project, or rejects. Anyone with a service account gets Google to
 * sign a token for any audience, but such a token names its account: Actions tokens have a `jti` and no subject.
 * https://developers.google.com/assistant/conversational/webhooks/verify-requests
 */
export function createSignatureCheck(
  options: SignatureOptions,
): (token: string) => Promise<Signature> {
  const { projectId, keys, clock } = options;
  return async (token) => {
    const { jwtVerify } = await import('jose');
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: ['https://accounts.google.com', 'accounts.google.com'],
      audience: projectId,
      clockTolerance: skewSeconds,
      maxTokenAge: maxAgeSeconds,
      requiredClaims: ['exp', 'iat', 'jti'],
      currentDate: new Date(clock()),
    });
    const { aud, jti = '', exp = 0, iat = 0 } = payload;
    if (aud !== projectId) throw new Error('The audience is not exactly the project id.');
    if (jti === '' || jti.length > 256) throw new Error('The token id is empty or too long.');
    const account = ['sub', 'azp', 'email'].find((claim) => claim in payload);
    if (account) throw new Error(`The token is a service account's: it has the claim ${account}.`);
    return { jti, expiresAt: (Math.min(exp, iat + maxAgeSeconds) + skewSeconds) * 1_000 };
  };
}
