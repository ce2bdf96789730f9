import { readFile } from 'node:fs/promises';
import type { Config } from './config.ts';
import { Failure } from './failure.ts';
import type { Origin } from './platforms/http.ts';
import { createKubeconfig } from './platforms/kubernetes/kubeconfig.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

/** Where a platform is: how to get there, what kind of thing it is, and the address a person can use. */
export type Place = {
  readonly kind: 'sandbox' | 'deployed' | 'adopted' | 'unconfigured';
  readonly address: string;
  readonly origin: () => Promise<Origin>;
};

export type Places = { readonly kubernetes: Place; readonly nomad: Place };

/** Finds every platform from the configuration: the sandbox's, adopted by address, or deployed by us. */
export function findPlaces(
  { settings }: Config,
  sandbox: Sandbox | undefined,
  clock: () => number,
): Places {
  if (sandbox)
    return { kubernetes: inSandbox(sandbox.kubernetes), nomad: inSandbox(sandbox.nomad) };
  const { KUBECONFIG, KUBERNETES_SERVICE_HOST, NOMAD_ADDR } = settings;
  const inPod = KUBECONFIG === undefined && KUBERNETES_SERVICE_HOST !== undefined;
  const kubernetes: Place =
    KUBECONFIG === undefined && !inPod
      ? nowhere('Kubernetes', 'KUBECONFIG')
      : {
          kind: 'adopted',
          address: KUBECONFIG ?? 'the cluster this runs in',
          origin: createKubeconfig({
            clock,
            ...(KUBECONFIG !== undefined && { file: KUBECONFIG }),
          }),
        };
  if (NOMAD_ADDR !== undefined)
    return {
      kubernetes,
      nomad: { kind: 'adopted', address: NOMAD_ADDR, origin: adopted(settings, NOMAD_ADDR) },
    };
  if (kubernetes.kind === 'unconfigured')
    return { kubernetes, nomad: nowhere('Nomad', 'NOMAD_ADDR') };
  return { kubernetes, nomad: inPod ? byService() : byProxy(kubernetes) };
}

function inSandbox(url: string): Place {
  const origin = Promise.resolve({ url });
  return { kind: 'sandbox', address: url, origin: () => origin };
}

function nowhere(platform: string, variable: string): Place {
  const failure = new Failure('unreachable', {
    platform,
    because: `it is not configured here; set ${variable}`,
  });
  return { kind: 'unconfigured', address: '', origin: () => Promise.reject(failure) };
}

function byService(): Place {
  const url = 'http://nomad.nomad.svc:4646';
  const origin = Promise.resolve({ url });
  return { kind: 'deployed', address: url, origin: () => origin };
}

/** From outside the cluster, the way to a Service leads through the Kubernetes API. */
function byProxy(kubernetes: Place): Place {
  const path = '/api/v1/namespaces/nomad/services/http:nomad:4646/proxy';
  const proxied = new WeakMap<Origin, Origin>();
  return {
    kind: 'deployed',
    address: 'Service nomad/nomad, through the Kubernetes API',
    async origin() {
      const api = await kubernetes.origin();
      const known = proxied.get(api) ?? { ...api, url: api.url.replace(/\/$/, '') + path };
      proxied.set(api, known);
      return known;
    },
  };
}

function adopted(settings: Config['settings'], url: string): Place['origin'] {
  let origin: Promise<Origin> | undefined;
  return () => (origin ??= read());

  async function read(): Promise<Origin> {
    const { NOMAD_CACERT, NOMAD_CLIENT_CERT, NOMAD_CLIENT_KEY, NOMAD_TLS_SERVER_NAME } = settings;
    const files = [NOMAD_CACERT, NOMAD_CLIENT_CERT, NOMAD_CLIENT_KEY];
    const [ca, cert, key] = await Promise.all(files.map(readIfGiven));
    return {
      url,
      tls: {
        ...(ca !== undefined && { ca }),
        ...(cert !== undefined && { cert }),
        ...(key !== undefined && { key }),
        ...(NOMAD_TLS_SERVER_NAME !== undefined && { servername: NOMAD_TLS_SERVER_NAME }),
      },
    };
  }
}

async function readIfGiven(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : readFile(file, 'utf8');
}
