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
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const one of waiting) one();
    waiting.clear();
  };
  signal.addEventListener('abort', wake, { once: true });
  for (const namespace of namespaces) void watchPods(namespace);

  return {
    next: (ms) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiting.add(done);
        if (signal.aborted) done();
      }),
  };

  async function watchPods(namespace: string): Promise<void> {
    while (!signal.aborted) await followPods(namespace).catch(() => pause(1_000, signal)); // a convenience: a step looks by time as well
  }

  async function followPods(namespace: string): Promise<void> {
    const { resourceVersion } = await kubernetes.list<KubeObject>('Pod', { namespace });
    wake();
    const changes = kubernetes.watch('Pod', { namespace, resourceVersion, signal });
    for await (const { type } of changes) if (type !== 'BOOKMARK') wake();
  }
}
