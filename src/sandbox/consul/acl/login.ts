import { z } from 'zod';
import { jwtConfig, readSigned, type ReadKeys } from '../../read-signed.ts';
import { fill, fits } from '../../selector.ts';
import { toSeconds } from '../../vault/core/duration.ts';
import { bodyOf, type Call } from '../api/call.ts';
import { denied, Refusal } from '../api/refusal.ts';
import type { Answer } from '../api/route.ts';
import type { World } from '../world.ts';
import { type Acl, type AuthMethod, hashOf, type Token } from './acl.ts';

const given = z.looseObject({
  AuthMethod: z.string().default(''),
  BearerToken: z.string().default(''),
});

/** Trades a signed token for one of Consul, by an auth method and the roles that its binding rules name. */
export async function logIn({ clock, uuid }: World, acl: Acl, call: Call): Promise<Answer> {
  if (!acl.isEnabled()) throw new Refusal(401, 'ACL support disabled');
  const { AuthMethod, BearerToken } = bodyOf(call, given);
  const method = acl.methods.get(AuthMethod);
  if (!method) throw new Refusal(403, `ACL not found: auth method "${AuthMethod}" not found`);
  const value = await read(method, BearerToken, { readKeys: acl.readKeys, clock });
  const roles = acl.rules
    .all()
    .filter((rule) => rule.AuthMethod === AuthMethod && rule.BindType === 'role')
    .filter(({ Selector }) => fits(Selector, value))
    .flatMap(({ BindName }) =>
      acl.roles.all().filter(({ Name }) => Name === fill(BindName, value)),
    );
  if (roles.length === 0) throw denied();
  const now = clock().getTime();
  const seconds = method.MaxTokenTTL === undefined ? undefined : toSeconds(method.MaxTokenTTL);
  const token: Token = {
    AccessorID: uuid(),
    SecretID: uuid(),
    Description: 'token created via login',
    Policies: [],
    Roles: roles.map(({ ID, Name }) => ({ ID, Name })),
    Local: method.TokenLocality !== 'global',
    AuthMethod,
    CreateTime: new Date(now).toISOString(),
    ...(seconds !== undefined && {
      ExpirationTime: new Date(now + seconds * 1_000).toISOString(),
    }),
    Hash: hashOf(AuthMethod),
  };
  return { body: acl.tokens.put(token.AccessorID, token) };
}

/** Ends the token that it is called with, if a login gave it. */
export function logOut(acl: Acl, { token: secret }: Call): Answer {
  const token = acl.tokenOf(secret);
  if (token.AuthMethod === undefined) throw denied();
  acl.tokens.remove(token.AccessorID);
  return { body: true };
}

async function read(
  { Config }: AuthMethod,
  jwt: string,
  means: Parameters<typeof readSigned>[2],
): Promise<Readonly<Record<string, string>>> {
  try {
    return await readSigned(jwt, jwtConfig.parse(Config ?? {}), means);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new Refusal(500, `error verifying token: ${why}`);
  }
}

/** Consul takes no auth method whose keys it can not fetch. */
export async function checkKeys(readKeys: ReadKeys, { Config }: AuthMethod): Promise<void> {
  const { JWKSURL } = jwtConfig.parse(Config ?? {});
  if (JWKSURL === '') return;
  try {
    await readKeys(JWKSURL);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new Refusal(500, `Invalid Auth Method: error checking JWKSURL: ${why}`);
  }
}
