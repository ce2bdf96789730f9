import { z } from 'zod';
import { bodyOf, type Call, nameOf } from '../api/call.ts';
import { Refusal } from '../api/refusal.ts';
import type { Handle, Route } from '../api/route.ts';
import { duration, strings } from '../core/duration.ts';
import type { Alias, TokenEntry, TokenOrder } from '../core/tokens.ts';

/** What a role says of the tokens it gives, in every auth method alike. */
export const tokenFields = {
  token_policies: strings.default([]),
  token_ttl: duration.default(0),
  token_max_ttl: duration.default(0),
  token_period: duration.default(0),
  token_type: z.string().default('default'),
};

const asked = z.object(tokenFields);

export function toOrder(
  role: z.output<typeof asked>,
  who: { displayName: string; path: string; meta: Readonly<Record<string, string>>; alias: Alias },
): TokenOrder {
  return {
    ...who,
    policies: ['default', ...role.token_policies],
    ttlSeconds: role.token_ttl || 768 * 3_600,
    maxSeconds: role.token_max_ttl,
    periodSeconds: role.token_period,
  };
}

/** The `auth` part of an answer, as every login and renewal has it. */
export function toAuth(token: TokenEntry, seconds: number): object {
  const policies = token.policies.toSorted();
  return {
    client_token: token.id,
    accessor: token.accessor,
    policies,
    token_policies: policies,
    metadata: token.meta,
    lease_duration: seconds,
    renewable: seconds > 0,
    entity_id: '',
    token_type: 'service',
    orphan: token.parent === undefined,
    num_uses: 0,
  };
}

export type Setting<T> = { readonly route: Route; readonly get: () => T | undefined };

/** The configuration of an auth method: absent until it is written. */
export function createSetting<T extends object>(read: (call: Call) => T | Promise<T>): Setting<T> {
  let held: T | undefined;
  return {
    get: () => held,
    route: {
      path: /^config$/,
      exists: () => held !== undefined,
      read: () => {
        if (!held) throw new Refusal(404);
        return { data: held };
      },
      async write(call) {
        held = await read(call);
        return undefined;
      },
    },
  };
}

export type Shelf<T> = {
  readonly routes: readonly Route[];
  readonly get: (name: string) => T | undefined;
};

/** Named things of one shape that are written, read, listed and deleted: roles, connections. */
export function createShelf<T extends object>(
  name: string,
  read: (call: Call, before: T | undefined) => T | Promise<T>,
  show: (item: T) => object = (item) => item,
  list = name,
): Shelf<T> {
  const items = new Map<string, T>();
  const keys: Handle = () => {
    if (items.size === 0) throw new Refusal(404);
    return { data: { keys: [...items.keys()].toSorted() } };
  };
  return {
    get: (one) => items.get(one),
    routes: [
      { path: new RegExp(`^${list}$`), list: keys },
      {
        path: new RegExp(`^${name}/([^/]+)$`),
        exists: (call) => items.has(nameOf(call)),
        read: (call) => {
          const item = items.get(nameOf(call));
          if (!item) throw new Refusal(404);
          return { data: show(item) };
        },
        write: async (call) => {
          items.set(nameOf(call), await read(call, items.get(nameOf(call))));
          return undefined;
        },
        delete: (call) => {
          items.delete(nameOf(call));
          return undefined;
        },
      },
    ],
  };
}

export const loginBody = z.object({ role: z.string().default(''), jwt: z.string().default('') });

export function readLogin(call: Call): z.output<typeof loginBody> {
  const login = bodyOf(loginBody, call);
  if (login.role === '') throw new Refusal(400, 'missing role');
  if (login.jwt === '') throw new Refusal(400, 'missing jwt');
  return login;
}
