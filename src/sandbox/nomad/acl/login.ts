import { z } from 'zod';
import { readSigned } from '../../read-signed.ts';
import { Refusal } from '../../refusal.ts';
import { fill, fits } from '../../selector.ts';
import { toSeconds } from '../../vault/core/duration.ts';
import { type Call, jsonOf } from '../api/call.ts';
import type { Answer } from '../api/route.ts';
import type { World } from '../world.ts';
import type { Acl, Method } from './acl.ts';

const given = z.looseObject({
  AuthMethodName: z.string().default(''),
  LoginToken: z.string().default(''),
});

/** Trades a signed token for one of Nomad, by an auth method and what its binding rules say. */
export async function logIn(world: World, acl: Acl, call: Call): Promise<Answer> {
  const { AuthMethodName, LoginToken } = given.parse(jsonOf(call));
  const method = acl.methods.get(AuthMethodName);
  if (!method) throw new Refusal(400, `auth-method "${AuthMethodName}" not found`);
  const value = await read(world, acl, method, LoginToken);
  const bound = [...acl.rules.values()].filter(
    ({ AuthMethod, Selector }) => AuthMethod === AuthMethodName && fits(Selector, value),
  );
  if (bound.length === 0) throw new Refusal(400, 'no role or policy bindings matched');
  const token = acl.issue({
    Name: fill(method.TokenNameFormat, value),
    Type: bound.some(({ BindType }) => BindType === 'management') ? 'management' : 'client',
    Policies: bound.map(({ BindName }) => fill(BindName, value)),
    seconds: toSeconds(method.MaxTokenTTL),
  });
  return { body: token };
}

async function read(
  { clock }: World,
  { readKeys }: Acl,
  { Config }: Method,
  jwt: string,
): Promise<Readonly<Record<string, string>>> {
  try {
    return await readSigned(jwt, Config, { readKeys, clock });
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new Refusal(401, `unable to validate provided token: ${why}`);
  }
}
