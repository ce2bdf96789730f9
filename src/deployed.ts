import { Failure } from './failure.ts';
import type { Place } from './places.ts';
import type { Origin } from './platforms/http.ts';
import { createKubernetes } from './platforms/kubernetes/client.ts';
import { createPortForward } from './platforms/kubernetes/port-forward.ts';
import type { Forwarded } from './platforms/kubernetes/port-forward-targets.ts';
import { readIdentity } from './stack/identity/read-identity.ts';

type Deployed = 'consul' | 'vault' | 'nomad';

export type DeployedOptions = {
  readonly kubernetes: Place;
  /** In a pod Services are reached by name; from outside, through a port-forward of the Kubernetes API. */
  readonly isInPod: boolean;
  /** The namespace of Hashinetes itself, where the CA is. */
  readonly home: string;
  readonly clock: () => number;
};

const ports: Readonly<Record<Deployed, number>> = { consul: 8501, vault: 8200, nomad: 4646 };

/** How long a CA is believed in: another one means that everything was deployed anew. */
const believedMs = 60_000;

/** Where what Hashinetes deployed is, its certificate verified with the CA that signed it. */
export function findDeployed(options: DeployedOptions): (name: Deployed) => Place {
  const { kubernetes, isInPod, home, clock } = options;
  const client = createKubernetes({ origin: kubernetes.origin });
  const identity = readIdentity({ kubernetes: client, home });
  let believed: { readonly ca: string; readonly until: number } | undefined;

  async function readCa(name: Deployed): Promise<string> {
    if (believed && clock() < believed.until) return believed.ca;
    const ca = await identity.ca();
    if (ca === undefined) throw new Failure('undeployed', { platform: name });
    believed = { ca, until: clock() + believedMs };
    return ca;
  }

  /** The same object for as long as the CA is the same: it means the same connections. */
  function reach(name: Deployed, host: string, to: Forwarded): () => Promise<Origin> {
    let known: Origin | undefined;
    const forward = createPortForward({ kubernetes: client, kubeconfig: kubernetes.origin, to });
    const connect = isInPod ? undefined : () => forward().catch(toOwn(name));
    return async () => {
      const ca = await readCa(name);
      if (known?.tls?.ca === ca) return known;
      const url = `https://${host}:${ports[name]}`;
      known = { url, tls: { ca, servername: host }, ...(connect && { connect }) };
      return known;
    };
  }

  return (name) => {
    const port = ports[name];
    const host = `${name}.${name}.svc`;
    return {
      kind: 'deployed',
      address: isInPod
        ? `https://${host}:${port}`
        : `Service ${name}/${name}, through a port-forward of the Kubernetes API`,
      origin: reach(name, host, { namespace: name, service: name, port }),
      serverAt: (ordinal) => {
        const pod = `${name}-${ordinal}`;
        const labelSelector = `statefulset.kubernetes.io/pod-name=${pod}`;
        const to = { namespace: name, labelSelector, port, evenUnready: true as const };
        return reach(name, `${pod}-peer.${name}.svc`, to); // known before the pod is
      },
    };
  };
}

/** What is not there or not ready behind the Kubernetes API is told of the component, which was asked for. */
function toOwn(name: Deployed): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Failure)) throw error;
    const { kind, facts } = error;
    // others of the stack may be there already, and so the CA, but not the Service of this one
    if (kind === 'absent') throw new Failure('undeployed', { platform: name }, { cause: error });
    if (kind === 'unready') throw new Failure(kind, { ...facts, platform: name }, { cause: error });
    throw error;
  };
}
