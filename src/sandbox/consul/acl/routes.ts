import { z } from 'zod';
import { bodyOf, type Call } from '../api/call.ts';
import { denied, Refusal } from '../api/refusal.ts';
import type { Answer, Handle, Route } from '../api/route.ts';
import type { World } from '../world.ts';
import type { Acl } from './acl.ts';
import { logIn, logOut } from './login.ts';
import { putBindingRule, putMethod, putPolicy, putRole, putToken } from './put.ts';
import type { Table } from './table.ts';

type Put = (acl: Acl, world: World, call: Call, id: string | undefined) => object | Promise<object>;
type Collection = {
  readonly one: string;
  readonly many: string;
  readonly table: Omit<Table<object>, 'put'>;
  readonly put: Put;
  readonly isFound?: (record: object, call: Call) => boolean;
};

const bootstrapGiven = z.looseObject({ BootstrapSecret: z.string().optional() });

export function aclRoutes(world: World, acl: Acl): readonly Route[] {
  const collections: readonly Collection[] = [
    { one: 'policy', many: 'policies', table: acl.policies, put: putPolicy },
    { one: 'role', many: 'roles', table: acl.roles, put: putRole },
    { one: 'token', many: 'tokens', table: acl.tokens, put: putToken },
    { one: 'auth-method', many: 'auth-methods', table: acl.methods, put: putMethod },
    {
      one: 'binding-rule',
      many: 'binding-rules',
      table: acl.rules,
      put: putBindingRule,
      isFound: (rule, { query }) =>
        query.get('authmethod') === null || fieldOf(rule, 'AuthMethod') === query.get('authmethod'),
    },
  ];
  const guard =
    (level: 'read' | 'write', handle: Handle): Handle =>
    (call) => {
      if (!acl.isEnabled()) throw new Refusal(401, 'ACL support disabled');
      if (!call.may('acl', level)) throw denied();
      return handle(call);
    };

  const bootstrap: Handle = (call) => {
    if (!acl.isEnabled()) throw new Refusal(401, 'ACL support disabled');
    const index = acl.tokens.all().find(({ Policies }) => Policies.length > 0)?.CreateIndex;
    if (index !== undefined)
      throw new Refusal(
        403,
        `Permission denied: ACL bootstrap no longer allowed (reset index: ${index})`,
      );
    const { BootstrapSecret } = call.body === '' ? {} : bodyOf(call, bootstrapGiven);
    const secret = BootstrapSecret ?? world.uuid();
    return { body: acl.makeManagement(secret, 'Bootstrap Token (Global Management)') };
  };

  const self: Handle = ({ token }) => {
    if (!acl.isEnabled()) throw new Refusal(401, 'ACL support disabled');
    if (token === '') throw new Refusal(403, 'ACL not found');
    return { body: acl.tokenOf(token), index: acl.tokens.index() };
  };

  return [
    { path: /^\/v1\/acl\/bootstrap$/, put: bootstrap },
    { path: /^\/v1\/acl\/token\/self$/, get: self },
    { path: /^\/v1\/acl\/login$/, post: (call) => logIn(world, acl, call) },
    { path: /^\/v1\/acl\/logout$/, post: (call) => logOut(acl, call) },
    ...collections.flatMap((collection) => routesOf(collection)),
  ];

  function routesOf({ one, many, table, put, isFound = () => true }: Collection): readonly Route[] {
    const read = (record: object | undefined): Answer => {
      if (!record) throw new Refusal(404, `Requested ${one} does not exist: ACL not found`);
      return { body: record, index: table.index() };
    };
    return [
      {
        path: new RegExp(`^/v1/acl/${many}$`),
        get: guard('read', (call) => ({
          body: table
            .all()
            .filter((record) => isFound(record, call))
            .map(withoutSecrets),
          index: table.index(),
        })),
      },
      {
        path: new RegExp(`^/v1/acl/${one}$`),
        put: guard('write', async (call) => ({ body: await put(acl, world, call, undefined) })),
      },
      {
        path: new RegExp(`^/v1/acl/${one}/name/(.+)$`),
        get: guard('read', ({ names: [name] }) =>
          read(table.all().find((record) => fieldOf(record, 'Name') === name)),
        ),
      },
      {
        path: new RegExp(`^/v1/acl/${one}/(.+)$`),
        get: guard('read', ({ names: [id = ''] }) => read(table.get(id))),
        put: guard('write', async (call) => ({ body: await put(acl, world, call, call.names[0]) })),
        delete: guard('write', ({ names: [id = ''] }) => {
          table.remove(id);
          return { body: true };
        }),
      },
    ];
  }
}

function fieldOf(record: object, name: string): unknown {
  return Object.entries(record).find(([key]) => key === name)?.[1];
}

/** Lists show neither what opens doors nor what makes them long. */
function withoutSecrets(record: object): object {
  const hidden = new Set(['SecretID', 'Rules', 'Config']);
  return Object.fromEntries(Object.entries(record).filter(([key]) => !hidden.has(key)));
}
