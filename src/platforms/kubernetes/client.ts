import { Secret } from '../../secret.ts';
import { type Call, createHttp, type Http, type HttpOptions, type Origin } from '../http.ts';
import { kinds } from './kinds.ts';
import { seeNodes, seePods } from './pods.ts';
import type { KubeList, KubeObject, Kubernetes, Selection, WatchEvent } from './kubernetes.ts';
import { toRefusal } from './refusal.ts';

const fieldManager = 'hashinetes';

export type KubernetesOptions = {
  readonly origin: () => Promise<Origin>;
  readonly timeoutMs?: number;
  readonly outbox?: HttpOptions['outbox'];
};

/** A Kubernetes client that sends objects as they are over kept-alive connections. */
export function createKubernetes({
  origin,
  timeoutMs,
  outbox,
}: KubernetesOptions): Kubernetes & { close: Http['close'] } {
  const http = createHttp({
    platform: 'Kubernetes',
    origin,
    refusal: toRefusal,
    outbox,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  return { ...client(http), close: http.close };
}

type RawList<T> = {
  readonly items: readonly T[] | null;
  readonly metadata: { readonly resourceVersion: string };
};

function client(http: Http): Kubernetes {
  async function send<T>(call: Call): Promise<T> {
    const { text } = await http.send(call);
    return JSON.parse(text); // the API server is trusted to answer in its own schema
  }

  const bare: Omit<Kubernetes, 'nodes' | 'pods'> = {
    async version() {
      const { gitVersion } = await send<{ gitVersion: string }>({ path: ['version'] });
      return gitVersion;
    },
    list: async <T extends KubeObject>(
      kind: string,
      { namespace, ...query }: Selection = {},
    ): Promise<KubeList<T>> => {
      const path = pathOf(kind, namespace);
      const { items, metadata } = await send<RawList<T>>({ path, query });
      return { items: items ?? [], resourceVersion: metadata.resourceVersion };
    },
    get: (kind, name, namespace) => send({ path: [...pathOf(kind, namespace), name] }),
    apply: (object, { force = false, dryRun = false } = {}) =>
      send({
        method: 'PATCH',
        path: pathTo(object),
        query: { fieldManager, force, fieldValidation: 'Strict', ...(dryRun && { dryRun: 'All' }) },
        headers: { 'content-type': 'application/apply-patch+yaml' }, // JSON is YAML
        body: object,
      }),
    create: (object) =>
      send({
        method: 'POST',
        path: pathOf(object.kind, object.metadata.namespace),
        query: { fieldManager },
        body: object,
      }),
    replace: (object) =>
      send({ method: 'PUT', path: pathTo(object), query: { fieldManager }, body: object }),
    async patch({ kind, name, namespace }, fields) {
      await http.send({
        method: 'PATCH',
        path: [...pathOf(kind, namespace), name],
        query: { fieldManager, fieldValidation: 'Strict' },
        headers: { 'content-type': 'application/merge-patch+json' },
        body: fields,
      });
    },
    async remove(kind, name, namespace) {
      await http.send({
        method: 'DELETE',
        path: [...pathOf(kind, namespace), name],
        query: { propagationPolicy: 'Foreground' },
      });
    },
    watch: <T extends KubeObject>(
      kind: string,
      { namespace, signal, ...query }: Selection & { resourceVersion: string; signal: AbortSignal },
    ) =>
      toEvents<T>(
        http.lines({
          path: pathOf(kind, namespace),
          query: { ...query, watch: true, allowWatchBookmarks: true, timeoutSeconds: 290 },
          signal,
        }),
      ),
    issueToken: async ({ namespace, name }, audience) => {
      const { status } = await send<{ status: { token: string } }>({
        method: 'POST',
        path: [...pathOf('ServiceAccount', namespace), name, 'token'],
        isOrder: false,
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: { audiences: [audience], expirationSeconds: 600 },
        },
      });
      return new Secret(status.token);
    },
    during: (signal) => client(http.during(signal)),
  };
  return { ...bare, nodes: () => seeNodes(bare), pods: (selection) => seePods(bare, selection) };
}

function pathOf(kind: string, namespace?: string): readonly string[] {
  const known = kinds[kind];
  if (!known) throw new Error(`Kind ${kind} is not in kinds.ts: add its row`);
  const root = known.apiVersion.includes('/') ? 'apis' : 'api';
  const scope = known.namespaced && namespace !== undefined ? ['namespaces', namespace] : [];
  return [root, ...known.apiVersion.split('/'), ...scope, known.plural];
}

function pathTo({ kind, metadata }: KubeObject): readonly string[] {
  return [...pathOf(kind, metadata.namespace), metadata.name];
}

async function* toEvents<T extends KubeObject>(
  lines: AsyncIterable<string>,
): AsyncIterable<WatchEvent<T>> {
  for await (const line of lines) {
    const event: WatchEvent<T> | { type: 'ERROR'; object: unknown } = JSON.parse(line);
    if (event.type !== 'ERROR') yield event;
    else throw toRefusal({ status: 410, headers: {}, text: JSON.stringify(event.object) });
  }
}
