import type { GenerateKeyPairResult } from 'jose';
import { z } from 'zod';

export type ServiceAccount = { readonly namespace: string; readonly name: string };

export type Review =
  | ({ readonly kind: 'accepted'; readonly uid: string } & ServiceAccount)
  | { readonly kind: 'refused'; readonly why: 'token' | 'audience' };

/** Says whose token this is, and refuses one that is not meant for the audience. */
export type ReviewToken = (jwt: string, audience: string) => Promise<Review>;

export type ServiceAccounts = {
  /** A token as Kubernetes projects it into a pod of this service account. */
  readonly mint: (
    account: ServiceAccount,
    audience: string,
    ttlSeconds?: number,
  ) => Promise<string>;
  readonly review: ReviewToken;
};

const issuer = 'https://kubernetes.default.svc.cluster.local';
const claims = z.looseObject({
  'kubernetes.io': z.looseObject({
    namespace: z.string(),
    serviceaccount: z.looseObject({ name: z.string(), uid: z.string() }),
  }),
});

/** The part of Kubernetes that signs tokens for service accounts and reviews them. */
export function createServiceAccounts(clock: () => Date): ServiceAccounts {
  let keys: Promise<GenerateKeyPairResult> | undefined;
  const pair = (): Promise<GenerateKeyPairResult> => (keys ??= generatePair());

  return {
    async mint({ namespace, name }, audience, ttlSeconds = 600) {
      const { SignJWT } = await import('jose');
      const { privateKey } = await pair();
      const now = Math.floor(clock().getTime() / 1_000);
      const serviceaccount = { name, uid: `uid-of-${namespace}-${name}` };
      return new SignJWT({ 'kubernetes.io': { namespace, serviceaccount } })
        .setProtectedHeader({ alg: 'ES256', kid: 'sandbox' })
        .setIssuer(issuer)
        .setSubject(`system:serviceaccount:${namespace}:${name}`)
        .setAudience([audience]) // a list, as Kubernetes writes it
        .setIssuedAt(now)
        .setNotBefore(now)
        .setExpirationTime(now + ttlSeconds)
        .sign(privateKey);
    },
    async review(jwt, audience) {
      const { errors, jwtVerify } = await import('jose');
      const { publicKey } = await pair();
      try {
        const options = { currentDate: clock(), issuer, ...(audience !== '' && { audience }) };
        const { payload } = await jwtVerify(jwt, publicKey, options);
        const { namespace, serviceaccount } = claims.parse(payload)['kubernetes.io'];
        return { kind: 'accepted', namespace, ...serviceaccount };
      } catch (error) {
        const isElsewhere =
          error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud';
        return { kind: 'refused', why: isElsewhere ? 'audience' : 'token' };
      }
    },
  };
}

async function generatePair(): Promise<GenerateKeyPairResult> {
  const { generateKeyPair } = await import('jose');
  return generateKeyPair('ES256');
}
