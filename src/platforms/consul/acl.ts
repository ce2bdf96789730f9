import type { z } from 'zod';
import { Failure } from '../../failure.ts';
import type { Secret } from '../../secret.ts';
import { endingToken } from '../ending-token.ts';
import type { Lived } from '../short-lived.ts';
import { authMethod, bindingRules, itself, kept } from './answers.ts';
import type { Ask } from './ask.ts';

export type Policy = {
  readonly Name: string;
  readonly Description?: string;
  readonly Rules: string;
};

type PolicyLink = { readonly Name: string };

export type Token = {
  readonly AccessorID: string;
  /** Chosen by us, once: Consul refuses to change it. The anonymous token goes without. */
  readonly SecretID?: Secret;
  readonly Description: string;
  readonly Policies: readonly PolicyLink[];
};

export type Role = {
  readonly Name: string;
  readonly Description?: string;
  readonly Policies: readonly PolicyLink[];
};

export type AuthMethod = {
  readonly Name: string;
  readonly Type: 'jwt' | 'kubernetes';
  readonly Description?: string;
  readonly TokenLocality?: 'local' | 'global';
  /** `1h`: every token of this method ends after that. */
  readonly MaxTokenTTL?: string;
  readonly Config: Readonly<Record<string, unknown>>;
};

export type BindingRule = {
  readonly AuthMethod: string;
  readonly BindType: 'service' | 'role' | 'node' | 'policy';
  readonly BindName: string;
  readonly Selector: string;
};

/** Each makes it so, whatever is there: sent again, or by two at once, nothing is doubled and no secret turned. */
export type Acl = {
  /** The accessor of the token that is used. Failures: forbidden where Consul does not know it. */
  readonly whoAmI: () => Promise<string>;
  /** How the policy or role of that name describes itself; nothing where there is none. */
  readonly describe: (kind: 'policy' | 'role', name: string) => Promise<string | undefined>;
  /** Where the auth method of that name gets its keys; nothing where there is none. */
  readonly keysUrlOf: (method: string) => Promise<string | undefined>;
  readonly putPolicy: (policy: Policy) => Promise<void>;
  readonly putToken: (token: Token) => Promise<void>;
  /** One that is gone already is gone. */
  readonly removeToken: (accessor: string) => Promise<void>;
  readonly putRole: (role: Role) => Promise<void>;
  /** Consul fetches the keys that `Config` points to before it agrees. */
  readonly putAuthMethod: (method: AuthMethod) => Promise<void>;
  readonly putBindingRule: (rule: BindingRule) => Promise<void>;
  /** A token that ends by itself; one more with each call. */
  readonly createToken: (token: EndingToken) => Promise<Lived>;
  /** Trades a signed token for one of Consul, which ends as its auth method says. */
  readonly login: (method: string, jwt: Secret) => Promise<Lived>;
  /** Ends a token that a login gave. */
  readonly logout: () => Promise<void>;
};

export type EndingToken = Pick<Token, 'Description' | 'Policies'> & { readonly ttlSeconds: number };

type Kept = z.output<typeof kept>[number];

export function createAcl(ask: Ask): Acl {
  const list = (path: string): Promise<readonly Kept[]> => ask.for(kept, { path: ['acl', path] });

  async function write(kind: string, id: string | undefined, body: object): Promise<void> {
    const path = ['acl', kind, ...(id === undefined ? [] : [id])];
    await ask.send({ method: 'PUT', path, body });
  }

  const putPolicy = async (policy: Policy): Promise<void> => {
    const known = (await list('policies')).find(({ Name }) => Name === policy.Name);
    await write('policy', known?.ID, policy);
  };

  const putRole = async (role: Role): Promise<void> => {
    const known = (await list('roles')).find(({ Name }) => Name === role.Name);
    await write('role', known?.ID, role);
  };

  const putToken = async ({ SecretID, ...token }: Token): Promise<void> => {
    const known = (await list('tokens')).find(({ AccessorID }) => AccessorID === token.AccessorID);
    const body = { ...token, ...(SecretID && { SecretID: SecretID.reveal() }) };
    await write('token', known?.AccessorID, body);
  };

  return {
    whoAmI: async () => (await ask.for(itself, { path: ['acl', 'token', 'self'] })).AccessorID,
    describe: async (kind, name) => {
      const all = await list(kind === 'policy' ? 'policies' : 'roles');
      const found = all.find(({ Name }) => Name === name);
      return found && (found.Description ?? '');
    },
    keysUrlOf: async (method) => {
      if (!(await list('auth-methods')).some(({ Name }) => Name === method)) return undefined;
      const { Config } = await ask.for(authMethod, { path: ['acl', 'auth-method', method] });
      return Config.JWKSURL;
    },
    putPolicy: (policy) => twice(() => putPolicy(policy)),
    putRole: (role) => twice(() => putRole(role)),
    putToken: (token) => twice(() => putToken(token)),
    removeToken: async (accessor) => {
      const isThere = (await list('tokens')).some(({ AccessorID }) => AccessorID === accessor);
      if (isThere) await ask.send({ method: 'DELETE', path: ['acl', 'token', accessor] });
    },
    putAuthMethod: (method) => write('auth-method', undefined, method),
    putBindingRule: async (rule) => {
      const query = { authmethod: rule.AuthMethod };
      const rules = await ask.for(bindingRules, { path: ['acl', 'binding-rules'], query });
      const isThere = rules.some(
        ({ BindType, BindName, Selector }) =>
          BindType === rule.BindType && BindName === rule.BindName && Selector === rule.Selector,
      );
      if (!isThere) await write('binding-rule', undefined, rule);
    },
    createToken: ({ ttlSeconds, ...token }) => {
      const body = { ...token, ExpirationTTL: `${ttlSeconds}s` };
      return ask.for(endingToken, { method: 'PUT', path: ['acl', 'token'], body });
    },
    login: (method, jwt) => {
      const body = { AuthMethod: method, BearerToken: jwt.reveal() };
      return ask.as(undefined).for(endingToken, { method: 'POST', path: ['acl', 'login'], body });
    },
    logout: async () => {
      await ask.send({ method: 'POST', path: ['acl', 'logout'] });
    },
  };
}

/** Somebody may create the same between our look and our write: then the second look finds it. */
async function twice(put: () => Promise<void>): Promise<void> {
  try {
    await put();
  } catch (error) {
    if (!(error instanceof Failure && error.kind === 'conflict')) throw error;
    await put();
  }
}
