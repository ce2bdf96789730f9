import { Failure } from '../failure.ts';
import type { KubeObject, Kubernetes } from '../platforms/kubernetes/kubernetes.ts';

/** Makes the namespace if nobody did; one that exists is left as it is. */
export async function ensureNamespace(
  kubernetes: Kubernetes,
  namespace: KubeObject,
): Promise<void> {
  try {
    await kubernetes.create(namespace);
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'conflict') throw error;
  }
}
