import { z } from 'zod';
import { Failure } from '../../failure.ts';
import type { Secret } from '../../secret.ts';
import { endingToken } from '../ending-token.ts';
import type { Call } from '../http.ts';
import type { Lived } from '../short-lived.ts';
import type { Ask } from './ask.ts';

/** Who one is to Nomad. It answers so even where there are no ACLs, and to a caller without a token. */
export type Myself = 'management' | 'client' | 'anonymous' | 'without ACLs';

export type Acl = {
  /** Failures: forbidden where Nomad does not know the token. */
  readonly whoAmI: () => Promise<Myself>;
  /** Makes this the first token. `false` where there are no ACLs; a conflict where there has been a first one. */
  readonly bootstrap: (secret: Secret) => Promise<boolean>;
  readonly putPolicy: (name: string, description: string, rules: string) => Promise<void>;
  /** A token that ends by itself; one more with each call. */
  readonly createToken: (
    name: string,
    policies: readonly string[],
    ttlSeconds: number,
  ) => Promise<Lived>;
  readonly putAuthMethod: (method: AuthMethod) => Promise<void>;
  /** Doubles nothing: what the same method has for the same name is changed. */
  readonly putBindingRule: (rule: BindingRule) => Promise<void>;
  /** Trades a signed token for one of Nomad, which ends as its auth method says. */
  readonly login: (method: string, jwt: Secret) => Promise<Lived>;
};

/** @see https://developer.hashicorp.com/nomad/api-docs/acl/auth-methods */
export type AuthMethod = {
  readonly Name: string;
  readonly Type: 'JWT';
  readonly TokenLocality: 'local' | 'global';
  /** `1h`: every token of this method ends after that. */
  readonly MaxTokenTTL: string;
  readonly TokenNameFormat?: string;
  readonly Config: Readonly<Record<string, unknown>>;
};

export type BindingRule = {
  readonly AuthMethod: string;
  readonly Description: string;
  readonly BindType: 'policy' | 'role';
  readonly BindName: string;
  readonly Selector: string;
};

const itself = z.looseObject({ AccessorID: z.string(), Type: z.enum(['management', 'client']) });
const listed = z.array(z.looseObject({ ID: z.string(), AuthMethod: z.string() }));
const rule = z.looseObject({ BindName: z.string() });

export function createAcl(ask: Ask): Acl {
  return {
    async whoAmI() {
      const path = ['acl', 'token', 'self'];
      const { AccessorID, Type } = await ask.for(itself, { path });
      if (AccessorID === 'acls-disabled') return 'without ACLs';
      return AccessorID === 'anonymous' ? 'anonymous' : Type;
    },
    async bootstrap(secret) {
      const body = { BootstrapSecret: secret.reveal() };
      try {
        await ask.as(undefined).send(post(['acl', 'bootstrap'], body));
        return true;
      } catch (error) {
        return explain(error);
      }
    },
    putPolicy: async (name, description, rules) => {
      const body = { Name: name, Description: description, Rules: rules };
      await ask.send(post(['acl', 'policy', name], body));
    },
    createToken: (name, policies, ttlSeconds) => {
      const body = { Name: name, Type: 'client', Policies: policies };
      const call = post(['acl', 'token'], { ...body, ExpirationTTL: `${ttlSeconds}s` });
      return ask.for(endingToken, call);
    },
    putAuthMethod: async (method) => {
      await ask.send(post(['acl', 'auth-method', method.Name], method));
    },
    putBindingRule: async (wanted) => {
      const all = await ask.for(listed, { path: ['acl', 'binding-rules'] });
      const ours = all.filter(({ AuthMethod }) => AuthMethod === wanted.AuthMethod);
      const rules = await Promise.all(
        ours.map(async ({ ID }) => {
          const { BindName } = await ask.for(rule, { path: ['acl', 'binding-rule', ID] });
          return { ID, BindName };
        }),
      );
      const known = rules.find(({ BindName }) => BindName === wanted.BindName);
      const path = ['acl', 'binding-rule', ...(known ? [known.ID] : [])];
      await ask.send(post(path, { ...wanted, ...(known && { ID: known.ID }) }));
    },
    login: (method, jwt) => {
      const body = { AuthMethodName: method, LoginToken: jwt.reveal() };
      return ask.as(undefined).for(endingToken, post(['acl', 'login'], body));
    },
  };
}

const post = (path: readonly string[], body: object): Call => ({ method: 'POST', path, body });

function explain(error: unknown): boolean {
  if (!(error instanceof Failure)) throw error;
  const because = String(error.facts['because'] ?? '');
  if (because.includes('ACL support disabled')) return false;
  if (because.includes('already done'))
    throw new Failure('conflict', error.facts, { cause: error });
  throw error;
}
