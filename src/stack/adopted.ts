import type { Part } from './identity/keyring-entry.ts';

/** Something that was given by address, as those who are deployed beside it have to know it. */
export type Adopted = {
  /** As it was given: where Hashinetes reaches it. */
  readonly address: string;
  /** Where pods reach it. */
  readonly url: string;
  /** The setting with the token that Hashinetes shows it. */
  readonly tokenIn: string;
  /** What its certificate is verified with, in PEM; nothing where every system trusts it. */
  readonly ca: () => Promise<string | undefined>;
  /** Whether it wants to be shown a certificate. */
  readonly hasClientCertificate: () => Promise<boolean>;
  /** The name that its certificate has, where it is not that of the address. */
  readonly servername?: string;
  /** Why no pod can reach it there; nothing where one may. */
  readonly seclusion: () => Promise<Seclusion | undefined>;
};

/** An address that pods can not reach: the setting it is from, and the one to be set. */
export type Seclusion = {
  readonly variable: string;
  readonly address: string;
  readonly remedy: string;
};

export type Adoptions = { readonly [part in Part]?: Adopted };
