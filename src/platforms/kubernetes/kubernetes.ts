import type { Secret } from '../../secret.ts';
import type { NodeSight, PodSight } from './pods.ts';

/** The parts of any Kubernetes object that this code relies on; every other field passes through untouched. */
export type KubeObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly generation?: number;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
};

/** Which objects: one namespace or all, narrowed by selectors as kubectl writes them. */
export type Selection = {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
};

/** One object, by its place. */
export type Target = {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
};

export type Account = { readonly namespace: string; readonly name: string };

export type KubeList<T> = { readonly items: readonly T[]; readonly resourceVersion: string };

export type WatchEvent<T> = {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: T;
};

/**
 * The Kubernetes API, any kind, one method for each verb. Kinds are named as in `kinds.ts`. Objects are sent
 * as they are: no model drops a field it does not know. Failures: absent, conflict, forbidden, invalid, late, …
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export type Kubernetes = {
  readonly version: () => Promise<string>;
  readonly list: <T extends KubeObject>(
    kind: string,
    selection?: Selection,
  ) => Promise<KubeList<T>>;
  readonly get: <T extends KubeObject>(
    kind: string,
    name: string,
    namespace?: string,
  ) => Promise<T>;
  /** Server-side apply as field manager `hashinetes`. Fields that others own are a conflict unless forced. */
  readonly apply: <T extends KubeObject>(
    object: T,
    options?: { force?: boolean; dryRun?: boolean },
  ) => Promise<T>;
  /** Creates only: an object that is already there is a conflict and stays as it is. */
  readonly create: <T extends KubeObject>(object: T) => Promise<T>;
  /** Puts the whole object; a stale `resourceVersion` is a conflict. */
  readonly replace: <T extends KubeObject>(object: T) => Promise<T>;
  /** Changes some fields and leaves the others as they are (JSON merge patch: null takes one out). */
  readonly patch: (target: Target, fields: object) => Promise<void>;
  readonly remove: (kind: string, name: string, namespace?: string) => Promise<void>;
  /** Changes after `resourceVersion`, for as long as the server keeps the stream open. 410 is a conflict. */
  readonly watch: <T extends KubeObject>(
    kind: string,
    selection: Selection & { readonly resourceVersion: string; readonly signal: AbortSignal },
  ) => AsyncIterable<WatchEvent<T>>;
  /** A short-lived token of a service account, for this audience alone. */
  readonly issueToken: (account: Account, audience: string) => Promise<Secret>;
  readonly nodes: () => Promise<readonly NodeSight[]>;
  readonly pods: (selection: Selection) => Promise<readonly PodSight[]>;
  /** The same client, with every call ended by this signal. */
  readonly during: (signal: AbortSignal) => Kubernetes;
};
