import type { Log } from './log.ts';
import { pause } from './pause.ts';

/** What is loaded when first used, so that the start does not wait for it. */
const laterParts: readonly (() => Promise<unknown>)[] = [
  () => import('winston'),
  () => import('jose'),
  () => import('node-vault'),
  () => import('@assistant/conversation'),
  () => import('./stack/identity/x509.ts').then(({ loadX509 }) => loadX509()),
];

/** The kinds that a deploy writes first. */
const firstKinds = ['Lease', 'ConfigMap', 'Namespace', 'ServiceAccount', 'Secret', 'StatefulSet'];
const modelsOfSandbox = (): Promise<void> =>
  import('./sandbox/kubernetes/schema/models.ts').then(({ loadModels }) => loadModels(firstKinds));

export type WarmUpOptions = {
  readonly isSandbox: boolean;
  /** Done first; hearing something, for one, which must change nothing. */
  readonly rehearse: () => void;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** How long turns have the process to themselves between two parts. */
  readonly restMs?: number;
};

/** Makes ready, once the house is open, what a first turn would else wait for: one part at a time. Never rejects. */
export async function warmUp(options: WarmUpOptions): Promise<void> {
  const { rehearse, isSandbox, signal, log, restMs = 50 } = options;
  try {
    rehearse();
    for (const load of isSandbox ? [...laterParts, modelsOfSandbox] : laterParts) {
      await pause(restMs, signal);
      if (signal.aborted) return;
      await load();
    }
  } catch (error) {
    log('warm-up.failed', { error });
  }
}
