import type { RandomBytes } from './draw.ts';
import type { Bearer } from './server-names.ts';

export type Part = 'consul' | 'vault' | 'nomad' | 'database';

/** Reads a value of another Secret of the keyring. */
export type ValueOf = (secret: string, key: string) => string;

type Place = {
  /** What it is made for, and removed with. The CA is everybody's. */
  readonly part: Part | 'all';
  readonly namespace: 'hashinetes' | Part;
  readonly readers: string;
  /** Made only where Consul is of that kind. */
  readonly withConsul?: 'deployed' | 'adopted';
};

/** A Secret of the stack and where its contents come from. */
export type KeyringEntry = Place &
  (
    | { readonly kind: 'authority' }
    /** Drawn once and never again: another value would split a cluster or shut somebody out. */
    | {
        readonly kind: 'drawn';
        readonly contents: Readonly<Record<string, (random: RandomBytes) => string>>;
      }
    /** A certificate of the CA, renewed in time; the pods of `restarts` read it when they start. */
    | { readonly kind: 'leaf'; readonly bearer: Bearer; readonly restarts?: Part }
    /** Written in the form that its reader wants, from what was drawn. */
    | {
        readonly kind: 'copied';
        readonly from: readonly string[];
        readonly contents: Readonly<Record<string, (value: ValueOf) => string>>;
      }
    /** Told by a server, once: kept before anything else happens. */
    | { readonly kind: 'received'; readonly keys: readonly string[] }
  );

/** The keys that a Secret of the keyring has. */
export function keysOf(entry: KeyringEntry): readonly string[] {
  switch (entry.kind) {
    case 'authority':
      return ['ca.crt', 'ca.key'];
    case 'leaf':
      return ['ca.crt', 'tls.crt', 'tls.key'];
    case 'drawn':
    case 'copied':
      return Object.keys(entry.contents);
    case 'received':
      return entry.keys;
  }
}
