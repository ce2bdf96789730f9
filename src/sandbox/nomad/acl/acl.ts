import type { z } from 'zod';
import type { jwtConfig, ReadKeys } from '../../read-signed.ts';
import { Refusal } from '../../refusal.ts';
import type { Call } from '../api/call.ts';
import type { World } from '../world.ts';
import { needOf } from './needs.ts';
import { allows, type Need, parseRules } from './rules.ts';

export type Token = {
  readonly AccessorID: string;
  readonly SecretID: string;
  readonly Name: string;
  readonly Type: 'client' | 'management';
  readonly Policies: readonly string[] | null;
  readonly CreateTime: string;
  readonly ExpirationTime: string | null;
};

export type Method = {
  readonly Name: string;
  readonly Type: string;
  readonly MaxTokenTTL: string;
  readonly TokenNameFormat: string;
  readonly Config: z.output<typeof jwtConfig>;
};

export type BindingRule = {
  readonly ID: string;
  readonly AuthMethod: string;
  readonly BindType: string;
  readonly BindName: string;
  readonly Selector: string;
};

export type AclOptions = {
  /** What a policy named `anonymous` lets everybody do who shows no token: nothing, or all but manage ACLs. */
  readonly anonymous: 'nothing' | 'everything';
  readonly readKeys: ReadKeys;
};

export type Acl = AclOptions & {
  readonly policies: Map<string, { readonly Name: string; readonly Rules: string }>;
  /** By accessor. */
  readonly tokens: Map<string, Token>;
  readonly methods: Map<string, Method>;
  readonly rules: Map<string, BindingRule>;
  readonly issue: (order: Pick<Token, 'Name' | 'Type' | 'Policies'> & Life) => Token;
  /** The token that a secret opens; the anonymous one for none. Refuses one that is not known or has ended. */
  readonly tokenOf: (secret: string) => Token;
  /** Refuses a call that its token does not allow. */
  readonly admit: (call: Call) => void;
  /** Begins anew, as on empty volumes. */
  readonly wipe: () => void;
};

type Life = { readonly SecretID?: string | undefined; readonly seconds?: number | undefined };

const anonymousToken: Token = {
  AccessorID: 'anonymous',
  SecretID: '',
  Name: 'Anonymous Token',
  Type: 'client',
  Policies: ['anonymous'],
  CreateTime: '0001-01-01T00:00:00Z',
  ExpirationTime: null,
};

/** Nomad's ACLs: tokens, their policies, and the auth methods that give tokens. */
export function createAcl(world: World, options: AclOptions): Acl {
  const policies: Acl['policies'] = new Map();
  const tokens = new Map<string, Token>();
  const methods: Acl['methods'] = new Map();
  const rules: Acl['rules'] = new Map();

  function tokenOf(secret: string): Token {
    if (secret === '') return anonymousToken;
    const token = [...tokens.values()].find(({ SecretID }) => SecretID === secret);
    if (!token) throw new Refusal(403, 'ACL token not found');
    const { ExpirationTime } = token;
    if (ExpirationTime !== null && new Date(ExpirationTime) <= world.clock())
      throw new Refusal(403, 'ACL token expired');
    return token;
  }

  function may(token: Token, need: Need): boolean {
    if (token.Type === 'management') return true;
    if (token === anonymousToken && options.anonymous === 'everything') return need[0] !== 'acl';
    const granted = (token.Policies ?? []).map((name) => policies.get(name)?.Rules ?? '');
    return allows(granted.flatMap(parseRules), need);
  }

  return {
    ...options,
    policies,
    tokens,
    methods,
    rules,
    tokenOf,
    issue({ SecretID = world.uuid(), seconds, ...order }) {
      const now = world.clock().getTime();
      const token = {
        ...order,
        AccessorID: world.uuid(),
        SecretID,
        CreateTime: new Date(now).toISOString(),
        ExpirationTime:
          seconds === undefined ? null : new Date(now + seconds * 1_000).toISOString(),
      };
      tokens.set(token.AccessorID, token);
      return token;
    },
    admit(call) {
      const need = needOf(call);
      if (need && !may(tokenOf(call.token), need)) throw new Refusal(403, 'Permission denied');
    },
    wipe() {
      for (const shelf of [policies, tokens, methods, rules]) shelf.clear();
    },
  };
}
