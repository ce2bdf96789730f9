import type { Pod } from './shapes/pod.ts';
import type { Stored } from './store/object.ts';

/** How a pod that runs to its end came to it. */
export type Ended = { readonly exitCode: number; readonly lines: readonly string[] };

/** What runs in a pod for real, in this process; nothing for pods that only seem to run. */
export type RunProgram = (pod: Stored & Pod) => Promise<Ended> | undefined;
