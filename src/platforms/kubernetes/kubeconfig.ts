import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { Failure } from '../../failure.ts';
import type { Origin } from '../http.ts';

export type KubeconfigOptions = {
  /** A kubeconfig file; without one, the service account of the pod this runs in. */
  readonly file?: string;
  /** A context of the file; without one, the current. */
  readonly context?: string;
  readonly clock: () => number;
};

type Material = {
  readonly url: string;
  readonly tls: NonNullable<Origin['tls']>;
  readonly headers: Readonly<Record<string, string>>;
};

const freshMs = 30_000;

/**
 * Reads a context with @kubernetes/client-node: files, exec plugins, OIDC, in-cluster tokens. The
 * library is imported at the first call, for it costs more than the whole server's start, and it is used for
 * this alone: its requests would open a connection each. Credentials are asked for again every half minute.
 */
export function createKubeconfig({ clock, ...from }: KubeconfigOptions): () => Promise<Origin> {
  let known: { readonly origin: Origin; readonly key: string; readonly at: number } | undefined;
  let reading: Promise<Origin> | undefined;

  return () => {
    if (known && clock() - known.at < freshMs) return Promise.resolve(known.origin);
    reading ??= refresh().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  /** The same origin object keeps its connections, so a new one is made only for new credentials. */
  async function refresh(): Promise<Origin> {
    const material = await read(from);
    const key = JSON.stringify(material);
    const { url, tls, headers } = material;
    const fresh: Origin = { url, tls, headers: () => Promise.resolve(headers) };
    known = { origin: known?.key === key ? known.origin : fresh, key, at: clock() };
    return known.origin;
  }
}

async function read({ file, context }: Omit<KubeconfigOptions, 'clock'>): Promise<Material> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (file === undefined) config.loadFromCluster();
    else config.loadFromFile(file);
    if (file !== undefined && context !== undefined) select(config, context);
    const cluster = config.getCurrentCluster();
    if (!cluster) throw new Error('no current context is set; kubectl config use-context sets one');
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    return { url: cluster.server, tls: toTls(options), headers: toHeaders(options) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const because = `${file ?? 'the service account of this pod'} does not work: ${reason}`;
    throw new Failure('unreachable', { platform: 'Kubernetes', because }, { cause });
  }
}

function select(config: KubeConfig, context: string): void {
  const names = config.getContexts().map(({ name }) => name);
  if (!names.includes(context))
    throw new Error(`it has no context ${context}, only ${names.join(', ') || 'none at all'}`);
  config.setCurrentContext(context);
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
