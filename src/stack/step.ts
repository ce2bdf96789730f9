import type { Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
import type { Nomad } from '../platforms/nomad/nomad.ts';

/** What a step may touch; every call ends with the run. */
export type World = {
  readonly kubernetes: Kubernetes;
  readonly nomad: Nomad;
  readonly servers: number;
};

/** What a look at the world showed, in words that can follow "right now:". */
export type Sight =
  | { readonly kind: 'done'; readonly seen: string }
  /** `willLast` where it hardly gets better by waiting: it is given less time. */
  | { readonly kind: 'waiting'; readonly seen: string; readonly willLast?: boolean | undefined }
  | { readonly kind: 'failed'; readonly cause: string };

/**
 * One step of a run: look, act if it is not done, look until it is. Acting twice does no harm, so a run can be
 * continued by anybody at any point.
 */
export type Step<W = World> = {
  readonly name: string;
  readonly after: readonly string[];
  /** How long it may take before the run fails with the last thing seen. */
  readonly capMs: number;
  readonly look: (world: W) => Promise<Sight>;
  readonly act?: (world: W) => Promise<void>;
  /** What is forbidden or invalid now may be allowed in a moment: it is waited for like everything else. */
  readonly isPatient?: boolean;
};
