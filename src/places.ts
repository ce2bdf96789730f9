import { readFile } from 'node:fs/promises';
import type { Config, Settings } from './config.ts';
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

export type PlatformName = 'kubernetes' | 'nomad' | 'consul' | 'vault';
export type Places = Readonly<Record<PlatformName, Place>>;

/** Finds every platform from the configuration: the sandbox's, adopted by address, or deployed by us. */
export function findPlaces(
  { settings }: Config,
  sandbox: Sandbox | undefined,
  clock: () => number,
): Places {
  if (sandbox)
    return {
      kubernetes: inSandbox(sandbox.kubernetes),
      nomad: inSandbox(sandbox.nomad),
      consul: inSandbox(sandbox.consul),
      vault: inSandbox(sandbox.vault),
    };
  const { NOMAD_ADDR, CONSUL_HTTP_ADDR, VAULT_ADDR } = settings;
  const kubernetes = findCluster(settings, clock);
  return {
    kubernetes,
    nomad:
      NOMAD_ADDR === undefined
        ? deployedNomad(settings, kubernetes)
        : adopt(settings, 'NOMAD', NOMAD_ADDR),
    consul:
      CONSUL_HTTP_ADDR === undefined
        ? nowhere('Consul', 'CONSUL_HTTP_ADDR')
        : adopt(settings, 'CONSUL', CONSUL_HTTP_ADDR),
    vault:
      VAULT_ADDR === undefined
        ? nowhere('Vault', 'VAULT_ADDR')
        : adopt(settings, 'VAULT', VAULT_ADDR),
  };
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

function isInPod({ KUBECONFIG, KUBERNETES_SERVICE_HOST }: Settings): boolean {
  return KUBECONFIG === undefined && KUBERNETES_SERVICE_HOST !== undefined;
}

function findCluster(settings: Settings, clock: () => number): Place {
  const { KUBECONFIG: file } = settings;
  if (file === undefined && !isInPod(settings)) return nowhere('Kubernetes', 'KUBECONFIG');
  return {
    kind: 'adopted',
    address: file ?? 'the cluster this runs in',
    origin: createKubeconfig({ clock, ...(file !== undefined && { file }) }),
  };
}

function deployedNomad(settings: Settings, kubernetes: Place): Place {
  if (kubernetes.kind === 'unconfigured') return nowhere('Nomad', 'NOMAD_ADDR');
  return isInPod(settings) ? byService() : byProxy(kubernetes);
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

/** A platform given by address, with the certificates that its own settings name; the files are read once. */
function adopt(settings: Settings, product: 'NOMAD' | 'CONSUL' | 'VAULT', url: string): Place {
  let origin: Promise<Origin> | undefined;
  return { kind: 'adopted', address: url, origin: () => (origin ??= read()) };

  async function read(): Promise<Origin> {
    const [ca, cert, key] = await Promise.all([
      readIfGiven(settings[`${product}_CACERT`]),
      readIfGiven(settings[`${product}_CLIENT_CERT`]),
      readIfGiven(settings[`${product}_CLIENT_KEY`]),
    ]);
    const servername = settings[`${product}_TLS_SERVER_NAME`];
    return {
      url,
      tls: {
        ...(ca !== undefined && { ca }),
        ...(cert !== undefined && { cert }),
        ...(key !== undefined && { key }),
        ...(servername !== undefined && { servername }),
      },
    };
  }
}

async function readIfGiven(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : readFile(file, 'utf8');
}
