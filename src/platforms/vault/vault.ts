import type { Secret } from '../../secret.ts';
import type { Raft } from '../raft.ts';

/** How one Vault is, which it tells without a token. */
export type Status = {
  readonly isInitialized: boolean;
  readonly isSealed: boolean;
  /** `shamir` has to be unsealed with keys, everything else unseals itself. */
  readonly sealType: string;
  readonly version: string;
  /** Unseal keys given so far, of how many are needed. */
  readonly progress: number;
  readonly threshold: number;
  /** Name of the node that leads, `vault-0`, or its address; nothing while none does. */
  readonly leader: string | undefined;
};

/** Database credentials that somebody holds; they and their database user end with it. */
export type Lease = {
  readonly id: string;
  readonly role: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly ttlSeconds: number;
};

export type Credentials = {
  readonly username: string;
  readonly password: Secret;
  readonly lease: string;
  readonly ttlSeconds: number;
};

/** Stands for an answer that only the first who unwraps it gets to see. */
export type Wrapped = {
  readonly token: Secret;
  readonly ttlSeconds: number;
};

export type Token = {
  readonly token: Secret;
  readonly accessor: string;
  readonly policies: readonly string[];
  readonly ttlSeconds: number;
  readonly isRenewable: boolean;
};

/** What `init` answers, once. The keys are recovery keys where Vault unseals itself. */
export type Keys = {
  readonly rootToken: Secret;
  readonly keys: readonly Secret[];
};

export type Auth = { readonly path: string; readonly type: string; readonly accessor: string };

/**
 * The HTTP API of OpenBao and of HashiCorp Vault, as far as it is used. Failures: sealed, unready (no leader), absent,
 * conflict, forbidden, invalid, late, unreachable, with Vault's own words as `because`. Secrets leave as `Secret`.
 * @see https://openbao.org/api-docs/
 */
export type Vault = {
  readonly status: () => Promise<Status>;
  /** A server that was taken off comes back with an empty volume only. `handOver` lets it be anybody. */
  readonly raft: Raft;

  /** Names of the database roles for which credentials can be issued. */
  readonly roles: () => Promise<readonly string[]>;
  /** Open leases of one role or of all, the oldest first. One that ends meanwhile is left out. */
  readonly leases: (role?: string) => Promise<readonly Lease[]>;
  readonly countLeases: (role?: string) => Promise<number>;
  /** Resolves when the users of these leases are gone. */
  readonly revokeLeases: (role?: string) => Promise<void>;
  readonly revokeLease: (id: string) => Promise<void>;
  readonly issue: (role: string) => Promise<Credentials>;
  /** The same, but nobody on the way gets to see them, this process included. */
  readonly issueWrapped: (role: string, wrapSeconds: number) => Promise<Wrapped>;

  /** Trades a service account's token for one of Vault. */
  readonly login: (role: string, jwt: Secret) => Promise<Token>;
  /** A token signed by Vault that tells who we are, for whoever this role names: it opens nothing in Vault. */
  readonly prove: (role: string) => Promise<Secret>;
  readonly whoAmI: () => Promise<Omit<Token, 'token'>>;
  readonly renewSelf: () => Promise<Token>;
  /** Ends the token, and every lease that was taken with it. */
  readonly revokeSelf: () => Promise<void>;

  /** Answers once in the life of a Vault: keep the answer before anything else. */
  readonly init: (shares?: number, threshold?: number) => Promise<Keys>;
  readonly unseal: (key: Secret) => Promise<Status>;
  readonly auths: () => Promise<readonly Auth[]>;
  /** Makes sure of it: what is enabled already stays as it is. */
  readonly enableAuth: (path: string, type: string) => Promise<void>;
  readonly enableEngine: (
    path: string,
    type: string,
    options?: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** Has HashiCorp's Vault write every request to standard output; OpenBao refuses, its configuration says so. */
  readonly enableAudit: () => Promise<void>;
  readonly writePolicy: (name: string, hcl: string) => Promise<void>;
  /** Writes a role or a configuration, `['auth', 'kubernetes', 'role', 'worker']`. */
  readonly write: (path: readonly string[], body: object) => Promise<void>;
  /** Takes out what was written there; nothing there is as good. */
  readonly remove: (path: readonly string[]) => Promise<void>;
  /** What is written there, as Vault shows it; nothing where there is nothing. */
  readonly read: (
    path: readonly string[],
  ) => Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Whether something can be read there. */
  readonly has: (path: readonly string[]) => Promise<boolean>;
  /** What this token may do on each of these paths, `root` for everything and `deny` for nothing. */
  readonly capabilities: (
    paths: readonly string[],
  ) => Promise<Readonly<Record<string, readonly string[]>>>;

  /** The same client with this token and no other. */
  readonly as: (token: Secret) => Vault;
  /** The same client, with every call ended by this signal. */
  readonly during: (signal: AbortSignal) => Vault;
};
