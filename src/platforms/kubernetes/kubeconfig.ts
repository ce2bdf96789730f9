import type { RequestOptions } from 'node:https';
import { Failure } from '../../failure.ts';
import type { Origin } from '../http.ts';

export type KubeconfigOptions = {
  /** A kubeconfig file; without one, the service account of the pod this runs in. */
  readonly file?: string;
  readonly clock: () => number;
};

type Material = { readonly url: string; readonly tls: NonNullable<Origin['tls']> };

const freshMs = 30_000;

/**
 * Reads the current context with @kubernetes/client-node: files, exec plugins, OIDC, in-cluster tokens. The
 * library is imported at the first call, for it costs more than the whole server's start, and it is used for
 * this alone: its requests would open a connection each. Credentials are asked for again every half minute.
 */
export function createKubeconfig({ file, clock }: KubeconfigOptions): () => Promise<Origin> {
  let known: { readonly origin: Origin; readonly key: string; readonly at: number } | undefined;
  let reading: Promise<Origin> | undefined;

  return () => {
    if (known && clock() - known.at < freshMs) return Promise.resolve(known.origin);
    reading ??= refresh().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  async function refresh(): Promise<Origin> {
    const { url, tls, headers } = await read(file);
    const key = JSON.stringify({ url, tls });
    const at = clock();
    const origin = { url, tls, headers: () => Promise.resolve(headers) };
    // the same object keeps its connections; new headers need a new object only when they changed
    if (known?.key === key + JSON.stringify(headers)) known = { ...known, at };
    else known = { origin, key: key + JSON.stringify(headers), at };
    return known.origin;
  }
}

async function read(
  file: string | undefined,
): Promise<Material & { readonly headers: Readonly<Record<string, string>> }> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (file === undefined) config.loadFromCluster();
    else config.loadFromFile(file);
  } catch (cause) {
    const because = `its configuration ${file ?? 'in the pod'} can not be read`;
    throw new Failure('unreachable', { platform: 'Kubernetes', because }, { cause });
  }
  const cluster = config.getCurrentCluster();
  if (!cluster) {
    const because =
      'the kubeconfig has no current context; set one with kubectl config use-context';
    throw new Failure('unreachable', { platform: 'Kubernetes', because });
  }
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return { url: cluster.server, tls: toTls(options), headers: toHeaders(options) };
}

function toTls(options: RequestOptions): Material['tls'] {
  const { ca, cert, key, servername, rejectUnauthorized } = options;
  return {
    ...(ca !== undefined && { ca: toText(ca) }),
    ...(cert !== undefined && { cert: toText(cert) }),
    ...(key !== undefined && { key: toText(key) }),
    ...(servername !== undefined && { servername }),
    ...(rejectUnauthorized === false && { rejectUnauthorized }),
  };
}

function toText(material: NonNullable<RequestOptions['ca'] | RequestOptions['key']>): string {
  const parts = Array.isArray(material) ? material : [material];
  return parts
    .map((part) => (typeof part === 'string' || Buffer.isBuffer(part) ? part : part.pem).toString())
    .join('\n');
}

function toHeaders({ headers = {}, auth }: RequestOptions): Readonly<Record<string, string>> {
  const given = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  const basic = typeof auth === 'string' ? Buffer.from(auth).toString('base64') : undefined;
  return {
    ...Object.fromEntries(given),
    ...(basic !== undefined && { authorization: `Basic ${basic}` }),
  };
}
