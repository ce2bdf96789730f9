import { z } from 'zod';
import { bodyOf, type Call } from '../api/call.ts';
import { Refusal } from '../api/refusal.ts';
import type { World } from '../world.ts';
import { type Acl, hashOf, type Token } from './acl.ts';
import { toSeconds } from '../../vault/core/duration.ts';
import { linksGiven, toLinks } from './links.ts';
import { checkKeys } from './login.ts';
import { parseRules } from './rules.ts';

const text = z.string().default('');
const policyGiven = z.looseObject({ Name: text, Description: text, Rules: text });
const roleGiven = z.looseObject({ Name: text, Description: text, Policies: linksGiven });
const tokenGiven = z.looseObject({
  AccessorID: text,
  SecretID: text,
  Description: text,
  Policies: linksGiven,
  Roles: linksGiven,
  Local: z.boolean().default(false),
  ExpirationTTL: text,
});
const methodGiven = z.looseObject({
  Name: text,
  Type: text,
  MaxTokenTTL: z.string().optional(),
  TokenLocality: z.string().optional(),
  Config: z.unknown().optional(),
});
const ruleGiven = z.looseObject({
  Description: text,
  AuthMethod: text,
  Selector: text,
  BindType: text,
  BindName: text,
});

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A name is kept by one: whoever creates without an ID what is there already is refused. */
function checkName(
  sort: string,
  name: string,
  id: string | undefined,
  known: readonly { readonly ID: string; readonly Name: string }[],
): void {
  if (name === '') throw new Refusal(500, `Invalid ${sort}: no Name is set`);
  if (!/^[\w-]{1,128}$/.test(name))
    throw new Refusal(
      500,
      `Invalid ${sort}: invalid Name. Only alphanumeric characters, '-' and '_' are allowed`,
    );
  if (known.some((one) => one.Name === name && one.ID !== id))
    throw new Refusal(500, `Invalid ${sort}: A ${sort} with Name "${name}" already exists`);
}

export function putPolicy(acl: Acl, world: World, call: Call, id: string | undefined): object {
  const { Name, Description, Rules } = bodyOf(call, policyGiven);
  parseRules(Rules);
  checkName('Policy', Name, id, acl.policies.all());
  const ID = id ?? world.uuid();
  const Hash = hashOf(Name, Description, Rules);
  return acl.policies.put(ID, { ID, Name, Description, Rules, Hash });
}

export function putRole(acl: Acl, world: World, call: Call, id: string | undefined): object {
  const { Name, Description, Policies: given } = bodyOf(call, roleGiven);
  checkName('Role', Name, id, acl.roles.all());
  const ID = id ?? world.uuid();
  const Policies = toLinks(given, acl.policies, 'policy');
  return acl.roles.put(ID, { ID, Name, Description, Policies, Hash: hashOf(Name, Description) });
}

export function putToken(acl: Acl, world: World, call: Call, id: string | undefined): object {
  const given = bodyOf(call, tokenGiven);
  const known = id === undefined ? undefined : acl.tokens.get(id);
  if (id !== undefined && !known) throw new Refusal(403, 'ACL not found');
  const { AccessorID, SecretID, CreateTime } = known ?? toFresh(acl, world, given);
  if (given.SecretID !== '' && given.SecretID !== SecretID)
    throw new Refusal(500, 'Changing a tokens SecretID is not permitted');
  return acl.tokens.put(AccessorID, {
    AccessorID,
    SecretID,
    Description: given.Description,
    Policies: toLinks(given.Policies, acl.policies, 'policy'),
    Roles: toLinks(given.Roles, acl.roles, 'role'),
    Local: given.Local,
    CreateTime,
    ...(given.ExpirationTTL !== '' && { ExpirationTime: endOf(CreateTime, given.ExpirationTTL) }),
    Hash: hashOf(given.Description),
  });
}

function endOf(created: string, ttl: string): string {
  return new Date(new Date(created).getTime() + toSeconds(ttl) * 1_000).toISOString();
}

type Fresh = Pick<Token, 'AccessorID' | 'SecretID' | 'CreateTime'>;

/** Whoever creates a token may choose both of its IDs. */
function toFresh(acl: Acl, world: World, given: z.output<typeof tokenGiven>): Fresh {
  const AccessorID = given.AccessorID || world.uuid();
  const SecretID = given.SecretID || world.uuid();
  if (!uuid.test(SecretID)) throw new Refusal(500, 'Invalid Token: SecretID - not a valid UUID');
  const tokens = acl.tokens.all();
  if (tokens.some((one) => one.AccessorID === AccessorID))
    throw new Refusal(500, 'Invalid Token: AccessorID is already in use');
  if (tokens.some((one) => one.SecretID === SecretID))
    throw new Refusal(500, 'Invalid Token: SecretID is already in use');
  return { AccessorID, SecretID, CreateTime: world.clock().toISOString() };
}

export async function putMethod(
  acl: Acl,
  _world: World,
  call: Call,
  name: string | undefined,
): Promise<object> {
  const method = bodyOf(call, methodGiven);
  const Name = name ?? method.Name;
  if (Name === '') throw new Refusal(500, 'Invalid Auth Method: no Name is set');
  if (!['jwt', 'kubernetes'].includes(method.Type))
    throw new Refusal(500, 'Invalid Auth Method: Type should be one of: [jwt kubernetes]');
  await checkKeys(acl.readKeys, { ...method, Name });
  return acl.methods.put(Name, { ...method, Name });
}

export function putBindingRule(acl: Acl, world: World, call: Call, id: string | undefined): object {
  const rule = bodyOf(call, ruleGiven);
  if (!acl.methods.get(rule.AuthMethod))
    throw new Refusal(500, `cannot find auth method with name "${rule.AuthMethod}"`);
  const ID = id ?? world.uuid();
  return acl.rules.put(ID, { ...rule, ID });
}
