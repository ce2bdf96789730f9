import { createHash } from 'node:crypto';
import { Refusal } from '../api/refusal.ts';
import type { ReadKeys } from '../../read-signed.ts';
import type { World } from '../world.ts';
import { type May, parseRules, toMay } from './rules.ts';
import { createTable, type Table } from './table.ts';

/** The `acl` part of the servers' configuration. */
export type AclConfig = {
  readonly defaultPolicy: 'allow' | 'deny';
  /** A token that may do everything, there from the first leader on. */
  readonly initialManagement?: string;
};

export type Link = { readonly ID: string; readonly Name: string };

export type Policy = {
  readonly ID: string;
  readonly Name: string;
  readonly Description: string;
  readonly Rules: string;
  readonly Hash: string;
};

export type Role = {
  readonly ID: string;
  readonly Name: string;
  readonly Description: string;
  readonly Policies: readonly Link[];
  readonly Hash: string;
};

export type Token = {
  readonly AccessorID: string;
  readonly SecretID: string;
  readonly Description: string;
  readonly Policies: readonly Link[];
  readonly Roles: readonly Link[];
  readonly Local: boolean;
  /** The one that gave it. */
  readonly AuthMethod?: string;
  readonly CreateTime: string;
  readonly ExpirationTime?: string;
  readonly Hash: string;
};

export type AuthMethod = {
  readonly Name: string;
  readonly Type: string;
  readonly MaxTokenTTL?: string | undefined;
  readonly TokenLocality?: string | undefined;
  readonly Config?: unknown;
};

export type BindingRule = {
  readonly ID: string;
  readonly Description: string;
  readonly AuthMethod: string;
  readonly Selector: string;
  readonly BindType: string;
  readonly BindName: string;
};

export type Acl = {
  readonly readKeys: ReadKeys;
  readonly policies: Table<Policy>;
  readonly roles: Table<Role>;
  readonly tokens: Table<Token>;
  readonly methods: Table<AuthMethod>;
  readonly rules: Table<BindingRule>;
  readonly isEnabled: () => boolean;
  /** Takes the configuration the servers came up with; a token it names is made once. */
  readonly configure: (config: AclConfig) => void;
  readonly tokenOf: (secret: string) => Token;
  readonly mayOf: (secret: string) => May;
  readonly makeManagement: (secret: string, description: string) => Token;
  /** Begins anew, as on empty volumes: with the next configuration. */
  readonly wipe: () => void;
};

export const managementId = '00000000-0000-0000-0000-000000000001';
export const anonymousId = '00000000-0000-0000-0000-000000000002';

export function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64');
}

/** Without a configuration there are no ACLs, and everybody may do everything. */
export function createAcl({ journal, uuid, clock }: World, readKeys: ReadKeys): Acl {
  const policies = createTable<Policy>(journal, 'acl:policies');
  const roles = createTable<Role>(journal, 'acl:roles');
  const tokens = createTable<Token>(journal, 'acl:tokens');
  const management: Link = { ID: managementId, Name: 'global-management' };
  let config: AclConfig | undefined;

  const put = (token: Pick<Token, 'AccessorID' | 'SecretID' | 'Description' | 'Policies'>): Token =>
    tokens.put(token.AccessorID, {
      ...token,
      Roles: [],
      Local: false,
      CreateTime: clock().toISOString(),
      Hash: hashOf(token.Description),
    });

  const makeManagement: Acl['makeManagement'] = (SecretID, Description) =>
    put({ AccessorID: uuid(), SecretID, Description, Policies: [management] });

  const hasEnded = ({ ExpirationTime }: Token): boolean =>
    ExpirationTime !== undefined && new Date(ExpirationTime) <= clock();

  function tokenOf(secret: string): Token {
    const wanted = secret === '' ? 'anonymous' : secret;
    const token = tokens.all().find(({ SecretID }) => SecretID === wanted);
    if (token && !hasEnded(token)) return token;
    throw new Refusal(403, 'ACL not found');
  }

  function mayOf(secret: string): May {
    if (!config) return () => true;
    const { Policies, Roles } = tokenOf(secret);
    const links = [...Policies, ...Roles.flatMap(({ ID }) => roles.get(ID)?.Policies ?? [])];
    if (links.some(({ ID }) => ID === managementId)) return () => true;
    const rules = links.flatMap(({ ID }) => parseRules(policies.get(ID)?.Rules ?? ''));
    const allows = toMay(rules, config.defaultPolicy === 'allow');
    const listed = toMay(rules, false);
    // allowing by default never allowed anybody to manage tokens
    return (resource, level, name) => (resource === 'acl' ? listed : allows)(resource, level, name);
  }

  const methods = createTable<AuthMethod>(journal, 'acl:methods');
  const rules = createTable<BindingRule>(journal, 'acl:rules');
  return {
    readKeys,
    policies,
    roles,
    tokens,
    methods,
    rules,
    isEnabled: () => config !== undefined,
    configure: (given) => {
      const isFirst = config === undefined;
      config = given;
      if (!isFirst) return;
      const Description = 'Builtin Policy that grants unlimited access';
      policies.put(managementId, { ...management, Description, Rules: '', Hash: hashOf('*') });
      put({
        AccessorID: anonymousId,
        SecretID: 'anonymous',
        Description: 'Anonymous Token',
        Policies: [],
      });
      if (given.initialManagement !== undefined)
        makeManagement(given.initialManagement, 'Initial Management Token');
    },
    tokenOf,
    mayOf,
    makeManagement,
    wipe() {
      config = undefined;
      for (const { ID } of policies.all()) policies.remove(ID);
      for (const { ID } of roles.all()) roles.remove(ID);
      for (const { AccessorID } of tokens.all()) tokens.remove(AccessorID);
      for (const { Name } of methods.all()) methods.remove(Name);
      for (const { ID } of rules.all()) rules.remove(ID);
    },
  };
}
