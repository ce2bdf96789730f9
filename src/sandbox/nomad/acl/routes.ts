import { z } from 'zod';
import { jwtConfig } from '../../read-signed.ts';
import { Refusal } from '../../refusal.ts';
import { toSeconds } from '../../vault/core/duration.ts';
import { type Call, jsonOf } from '../api/call.ts';
import type { Route } from '../api/route.ts';
import type { World } from '../world.ts';
import type { Acl } from './acl.ts';
import { logIn } from './login.ts';
import { parseRules } from './rules.ts';

const text = z.string().default('');
const bootstrapGiven = z.looseObject({ BootstrapSecret: z.string().optional() });
const policyGiven = z.looseObject({ Name: z.string(), Description: text, Rules: text });
const tokenGiven = z.looseObject({
  Name: text,
  Type: z.enum(['client', 'management']),
  Policies: z.array(z.string()).nullish(),
  ExpirationTTL: text,
});
const methodGiven = z.looseObject({
  Name: text,
  Type: z.string(),
  TokenLocality: z.string(),
  MaxTokenTTL: z.string(),
  TokenNameFormat: z.string().default('${auth_method_type}-${auth_method_name}'),
  Config: jwtConfig,
});
const ruleGiven = z.looseObject({
  ID: text,
  AuthMethod: z.string(),
  Description: text,
  BindType: z.string(),
  BindName: text,
  Selector: text,
});

/** `/v1/acl`; who may is decided before, by what each call needs. */
export function aclRoutes(world: World, acl: Acl): readonly Route[] {
  const { policies, tokens, methods, rules } = acl;

  function bootstrap(call: Call): object {
    const first = [...tokens.values()].some(({ Type }) => Type === 'management');
    if (first) throw new Refusal(400, 'ACL bootstrap already done (reset index: 8)');
    const { BootstrapSecret } = call.body === '' ? {} : parse(bootstrapGiven, call);
    return acl.issue({
      Name: 'Bootstrap Token',
      Type: 'management',
      Policies: null,
      SecretID: BootstrapSecret,
    });
  }

  function putMethod(call: Call): object {
    const method = parse(methodGiven, call);
    const Name = nameOf(call) || method.Name;
    methods.set(Name, { ...method, Name });
    return { ...method, Name };
  }

  function putRule(call: Call): object {
    const rule = parse(ruleGiven, call);
    if (!methods.has(rule.AuthMethod))
      throw new Refusal(400, `ACL auth method ${rule.AuthMethod} not found`);
    const ID = nameOf(call) || world.uuid();
    rules.set(ID, { ...rule, ID });
    return { ...rule, ID };
  }

  function putToken(call: Call): object {
    const { ExpirationTTL, Policies = null, ...order } = parse(tokenGiven, call);
    const seconds = ExpirationTTL === '' ? undefined : toSeconds(ExpirationTTL);
    return acl.issue({ ...order, Policies, seconds });
  }

  return [
    { path: /^\/v1\/acl\/token\/self$/, get: ({ token }) => ({ body: acl.tokenOf(token) }) },
    { path: /^\/v1\/acl\/bootstrap$/, post: (call) => ({ body: bootstrap(call) }) },
    { path: /^\/v1\/acl\/login$/, post: (call) => logIn(world, acl, call) },
    { path: /^\/v1\/acl\/policies$/, get: () => ({ body: listOf(policies), index: 1 }) },
    {
      path: /^\/v1\/acl\/policy\/(.+)$/,
      get: (call) => ({ body: found(policies, nameOf(call), 'policy'), index: 1 }),
      post: (call) => {
        const policy = parse(policyGiven, call);
        parseRules(policy.Rules);
        policies.set(nameOf(call), policy);
        return { body: null, text: '' };
      },
    },
    {
      path: /^\/v1\/acl\/tokens$/,
      get: () => ({ body: listOf(tokens).map(withoutSecret), index: 1 }),
    },
    { path: /^\/v1\/acl\/token$/, post: (call) => ({ body: putToken(call) }) },
    {
      path: /^\/v1\/acl\/token\/(.+)$/,
      get: (call) => ({ body: found(tokens, nameOf(call), 'token'), index: 1 }),
      delete: (call) => {
        tokens.delete(nameOf(call));
        return { body: null, text: '' };
      },
    },
    { path: /^\/v1\/acl\/auth-methods$/, get: () => ({ body: listOf(methods), index: 1 }) },
    {
      path: /^\/v1\/acl\/auth-method(?:\/(.+))?$/,
      get: (call) => ({ body: found(methods, nameOf(call), 'auth-method'), index: 1 }),
      post: (call) => ({ body: putMethod(call) }),
    },
    { path: /^\/v1\/acl\/binding-rules$/, get: () => ({ body: listOf(rules), index: 1 }) },
    {
      path: /^\/v1\/acl\/binding-rule(?:\/(.+))?$/,
      get: (call) => ({ body: found(rules, nameOf(call), 'binding rule'), index: 1 }),
      post: (call) => ({ body: putRule(call) }),
    },
  ];
}

function parse<T extends z.ZodType>(schema: T, call: Call): z.output<T> {
  const parsed = schema.safeParse(jsonOf(call));
  if (parsed.success) return parsed.data;
  const { path = [], message = '' } = parsed.error.issues[0] ?? {};
  throw new Refusal(400, `${path.join('.')}: ${message}`);
}

function nameOf({ names: [name = ''] }: Call): string {
  return name;
}

function found<T>(shelf: ReadonlyMap<string, T>, key: string, sort: string): T {
  const one = shelf.get(key);
  if (one) return one;
  throw new Refusal(404, `ACL ${sort} not found`);
}

function listOf<T>(shelf: ReadonlyMap<string, T>): readonly T[] {
  return [...shelf.values()];
}

function withoutSecret(token: object): object {
  return Object.fromEntries(Object.entries(token).filter(([key]) => key !== 'SecretID'));
}
