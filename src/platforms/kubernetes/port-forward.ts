import type { Duplex } from 'node:stream';
import { Failure } from '../../failure.ts';
import type { Origin } from '../http.ts';
import type { Kubernetes } from './kubernetes.ts';
import { findForwardTargets, type Forwarded } from './port-forward-targets.ts';
import { openPodPort } from './port-forward-upgrade.ts';

export type PortForwardOptions = {
  /** The client that finds the pods. */
  readonly kubernetes: Kubernetes;
  /** Where the Kubernetes API is: one more connection to it is opened for each stream. */
  readonly kubeconfig: () => Promise<Origin>;
  readonly to: Forwarded;
  /** For finding a pod and getting through to it. */
  readonly timeoutMs?: number;
};

/**
 * The `connect` of an Origin in the cluster, from outside of it: every call opens another stream to a ready pod,
 * and a pod that failed is asked again only when no other is left. Nothing is kept open but the streams.
 * Failures: absent, unready without a ready pod, forbidden without `create` and `get` on pods/portforward, late.
 */
export function createPortForward({
  kubernetes,
  kubeconfig,
  to,
  timeoutMs = 5_000,
}: PortForwardOptions): () => Promise<Duplex> {
  const failed = new Set<string>();

  return async () => {
    const signal = AbortSignal.timeout(timeoutMs);
    const [origin, targets] = await Promise.all([
      kubeconfig(),
      findForwardTargets(kubernetes.during(signal), to),
    ]);
    const isFresh = ({ pod }: { readonly pod: string }): boolean => !failed.has(pod);
    if (!targets.some(isFresh)) failed.clear();
    let reason: unknown;
    for (const target of targets.toSorted((a, b) => Number(isFresh(b)) - Number(isFresh(a)))) {
      try {
        const stream = await openPodPort(origin, target, signal);
        if (stream.errored) throw stream.errored;
        stream.once('error', () => failed.add(target.pod));
        return stream;
      } catch (error) {
        if (!(error instanceof Failure) || error.kind === 'forbidden') throw error;
        failed.add(target.pod);
        if (signal.aborted) throw error;
        reason = error;
      }
    }
    throw reason;
  };
}
