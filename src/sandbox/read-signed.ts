import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';

/** Fetches the public keys that an auth method points to. */
export type ReadKeys = (url: string) => Promise<JSONWebKeySet>;

export const jwtConfig = z.looseObject({
  JWKSURL: z.string().default(''),
  BoundAudiences: z.array(z.string()).nullish(),
  BoundIssuer: z.union([z.string(), z.array(z.string())]).nullish(),
  ClaimMappings: z.record(z.string(), z.string()).nullish(),
});

/** What a signed token tells of who shows it, by the names that the auth method maps its claims to. */
export async function readSigned(
  jwt: string,
  config: z.output<typeof jwtConfig>,
  { readKeys, clock }: { readonly readKeys: ReadKeys; readonly clock: () => Date },
): Promise<Readonly<Record<string, string>>> {
  const { createLocalJWKSet, jwtVerify } = await import('jose');
  const { JWKSURL, BoundAudiences, BoundIssuer, ClaimMappings } = config;
  const issuer = [BoundIssuer ?? []].flat();
  const { payload } = await jwtVerify(jwt, createLocalJWKSet(await readKeys(JWKSURL)), {
    currentDate: clock(),
    clockTolerance: 150,
    ...(BoundAudiences && BoundAudiences.length > 0 && { audience: [...BoundAudiences] }),
    ...(issuer.length > 0 && { issuer }),
  });
  return Object.fromEntries(
    Object.entries(ClaimMappings ?? {}).flatMap(([claim, name]) => {
      const value = payload[claim];
      return typeof value === 'string' ? [[name, value] as const] : [];
    }),
  );
}

/** Asks for keys over HTTP, `moved` saying where in the sandbox an address of the cluster is. */
export function createReadKeys(moved: (url: string) => string): ReadKeys {
  const keys = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });
  return async (url) => {
    const answer = await fetch(moved(url), { signal: AbortSignal.timeout(2_000) });
    return keys.parse(await answer.json());
  };
}
