import type { Pod } from './shapes/pod.ts';
import type { Stored } from './store/object.ts';

/** How a pod that runs to its end came to it. */
export type Ended = { readonly exitCode: number; readonly lines: readonly string[] };

/** The readiness probes of pods that are more than there. */
export type Probes = {
  /** Whether it passes; nothing where the pod has none that can fail. */
  readonly passes: (pod: Stored & Pod) => boolean | undefined;
  /** Calls back when one may have changed; returns how to stop that. */
  readonly onChange: (listener: () => void) => () => void;
};

/** What runs in a pod for real, in this process; nothing for pods that only seem to run. */
export type RunProgram = (pod: Stored & Pod) => Promise<Ended> | undefined;
