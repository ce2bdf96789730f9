import { readFile } from 'node:fs/promises';
import { toSuffix } from './cluster-settings.ts';
import type { Cluster, Settings } from './config.ts';
import { findDeployed } from './deployed.ts';
import { Failure } from './failure.ts';
import type { Origin } from './platforms/http.ts';
import { createKubeconfig } from './platforms/kubernetes/kubeconfig.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

/** Where a platform is: how to get there, what kind of thing it is, and the address a person can use. */
export type Place = {
  readonly kind: 'sandbox' | 'deployed' | 'adopted' | 'unconfigured';
  readonly address: string;
  readonly origin: () => Promise<Origin>;
  /** One of its servers by its own address, ready or not; where we know them one by one. */
  readonly serverAt?: (ordinal: number) => () => Promise<Origin>;
};

export type PlatformName = 'kubernetes' | 'nomad' | 'consul' | 'vault';
export type Places = Readonly<Record<PlatformName, Place>>;

/** Finds every platform of a cluster: the sandbox's, adopted by address, or deployed by us. */
export function findPlaces(
  cluster: Cluster,
  sandbox: Sandbox | undefined,
  clock: () => number,
): Places {
  if (sandbox)
    return {
      kubernetes: inSandbox(sandbox.kubernetes),
      nomad: inSandbox(sandbox.nomad),
      consul: inSandbox(sandbox.consul),
      vault: {
        ...inSandbox(sandbox.vault),
        serverAt: (ordinal) => inSandbox(sandbox.vaultAt(ordinal)).origin,
      },
    };
  const { settings, name: called } = cluster;
  const suffix = called === undefined ? '' : toSuffix(called);
  const kubernetes = findCluster(cluster, suffix, clock);
  const home = settings.HASHINETES_NAMESPACE;
  const deployed =
    kubernetes.kind === 'unconfigured'
      ? undefined
      : findDeployed({ kubernetes, isInPod: isInPod(settings), home, clock });
  const find = (name: 'nomad' | 'consul' | 'vault'): Place => {
    const { title, product, address } = served[name];
    const url = settings[address];
    if (url !== undefined) return adopt(settings, product, url);
    return deployed?.(name) ?? nowhere(title, address + suffix);
  };
  return { kubernetes, nomad: find('nomad'), consul: find('consul'), vault: find('vault') };
}

const served = {
  nomad: { title: 'Nomad', product: 'NOMAD', address: 'NOMAD_ADDR' },
  consul: { title: 'Consul', product: 'CONSUL', address: 'CONSUL_HTTP_ADDR' },
  vault: { title: 'Vault', product: 'VAULT', address: 'VAULT_ADDR' },
} as const;

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

/** Whether this runs in a pod of the cluster that it is to look after. */
export function isInPod({ KUBECONFIG, KUBERNETES_SERVICE_HOST }: Settings): boolean {
  return KUBECONFIG === undefined && KUBERNETES_SERVICE_HOST !== undefined;
}

function findCluster({ settings, context }: Cluster, suffix: string, clock: () => number): Place {
  const { KUBECONFIG: file } = settings;
  if (file === undefined && !isInPod(settings)) return nowhere('Kubernetes', `KUBECONFIG${suffix}`);
  const from = { ...(file !== undefined && { file }), ...(context !== undefined && { context }) };
  return {
    kind: 'adopted',
    address: toAddress(from),
    origin: createKubeconfig({ ...from, clock }),
  };
}

function toAddress({
  file,
  context,
}: {
  readonly file?: string;
  readonly context?: string;
}): string {
  if (file === undefined) return 'the cluster this runs in';
  return context === undefined ? file : `${context} of ${file}`;
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
