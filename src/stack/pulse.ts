import { createBell } from '../bell.ts';
import { pause } from '../pause.ts';
import type { KubeObject, Kubernetes } from '../platforms/kubernetes/kubernetes.ts';

export type Pulse = {
  /** Resolves at the next change of a pod in these namespaces, or after `ms`. */
  readonly next: (ms: number) => Promise<void>;
};

/**
 * One watch on the pods of each namespace that wakes everybody who waits. A broken watch is opened again; until
 * then the waits simply end by time.
 */
export function createPulse(
  kubernetes: Kubernetes,
  namespaces: readonly string[],
  signal: AbortSignal,
): Pulse {
  const bell = createBell();
  for (const namespace of namespaces) void watchPods(namespace);

  return { next: (ms) => bell.next(ms, signal) };

  async function watchPods(namespace: string): Promise<void> {
    while (!signal.aborted) await followPods(namespace).catch(() => pause(1_000, signal)); // a convenience: a step looks by time as well
  }

  async function followPods(namespace: string): Promise<void> {
    const { resourceVersion } = await kubernetes.list<KubeObject>('Pod', { namespace });
    bell.ring();
    const changes = kubernetes.watch('Pod', { namespace, resourceVersion, signal });
    for await (const { type } of changes) if (type !== 'BOOKMARK') bell.ring();
  }
}
