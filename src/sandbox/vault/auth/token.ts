import { z } from 'zod';
import { toTime, type World } from '../world.ts';
import { tokenOf } from '../api/admit.ts';
import { bodyOf, type Call } from '../api/call.ts';
import { denied, Refusal } from '../api/refusal.ts';
import type { Answer, Route } from '../api/route.ts';
import { duration, strings } from '../core/duration.ts';
import type { State } from '../core/state.ts';
import { secondsLeft, systemSeconds, type TokenEntry } from '../core/tokens.ts';
import { toAuth } from './role.ts';

const named = z.object({
  token: z.string().optional(),
  accessor: z.string().optional(),
  increment: duration.default(0),
});

const order = z.object({
  policies: strings.optional(),
  ttl: duration.default(0),
  explicit_max_ttl: duration.default(0),
  period: duration.default(0),
  display_name: z.string().default('token'),
  no_default_policy: z.boolean().default(false),
  no_parent: z.boolean().default(false),
  meta: z.record(z.string(), z.string()).default({}),
});

export function tokenAuth(world: World, state: State): readonly Route[] {
  const { tokens } = state;

  const find = (call: Call): TokenEntry => {
    const { token, accessor } = bodyOf(named, call);
    const found =
      accessor === undefined ? tokens.find(token ?? '') : tokens.findByAccessor(accessor);
    if (found) return found;
    throw accessor === undefined
      ? new Refusal(403, 'bad token')
      : new Refusal(403, 'invalid accessor');
  };
  const renew = (call: Call, token: TokenEntry): Answer => {
    if (token.expiresAt === undefined) throw new Refusal(400, 'invalid lease ID');
    const renewed = tokens.renew(token, bodyOf(named, call).increment);
    return { auth: toAuth(renewed, secondsLeft(renewed, world.now())) };
  };
  const revoke = ({ id }: TokenEntry): Answer => {
    tokens.revoke(id);
    return undefined;
  };
  const look = (token: TokenEntry): Answer => ({ data: describe(world, token) });

  return [
    { path: /^create$/, write: (call) => create(world, state, call) },
    {
      path: /^lookup-self$/,
      read: (call) => look(tokenOf(call)),
      write: (call) => look(tokenOf(call)),
    },
    { path: /^renew-self$/, write: (call) => renew(call, tokenOf(call)) },
    { path: /^revoke-self$/, write: (call) => revoke(tokenOf(call)) },
    { path: /^lookup$/, write: (call) => look(find(call)) },
    { path: /^renew$/, write: (call) => renew(call, find(call)) },
    { path: /^revoke$/, write: (call) => revoke(find(call)) },
    { path: /^lookup-accessor$/, write: (call) => look(find(call)) },
    { path: /^revoke-accessor$/, write: (call) => revoke(find(call)) },
  ];
}

function create(world: World, { tokens }: State, call: Call): Answer {
  const parent = tokenOf(call);
  const body = bodyOf(order, call);
  const policies = body.policies ?? parent.policies;
  const isRoot = parent.policies.includes('root');
  if (!isRoot && !policies.every((one) => parent.policies.includes(one)))
    throw new Refusal(400, 'child policies must be subset of parent');
  if (body.no_parent && !isRoot) throw denied();
  const token = tokens.issue({
    policies: withDefault(policies, body.no_default_policy),
    displayName: `token-${body.display_name}`,
    path: 'auth/token/create',
    ttlSeconds: body.ttl || (policies.includes('root') ? 0 : systemSeconds),
    maxSeconds: body.explicit_max_ttl,
    periodSeconds: body.period,
    meta: body.meta,
    ...(!body.no_parent && { parent: parent.id }),
  });
  return { auth: toAuth(token, secondsLeft(token, world.now())) };
}

function withDefault(policies: readonly string[], isUnwanted: boolean): readonly string[] {
  if (isUnwanted || policies.includes('root')) return policies;
  return [...new Set(['default', ...policies])];
}

function describe(world: World, token: TokenEntry): object {
  const { expiresAt } = token;
  return {
    id: token.id,
    accessor: token.accessor,
    policies: token.policies.toSorted(),
    display_name: token.displayName,
    path: token.path,
    meta: token.meta,
    creation_time: Math.floor(token.createdAt / 1_000),
    creation_ttl: token.creationSeconds,
    expire_time: expiresAt === undefined ? null : toTime(expiresAt),
    issue_time: toTime(token.createdAt),
    explicit_max_ttl: 0,
    num_uses: 0,
    orphan: token.parent === undefined,
    ...(expiresAt !== undefined && { renewable: true }),
    ttl: secondsLeft(token, world.now()),
    type: 'service',
  };
}
