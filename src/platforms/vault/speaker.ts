import type NodeVault from 'node-vault';
import type { Secret } from '../../secret.ts';
import type { Call, Http } from '../http.ts';
import { fromJson } from '../../from-json.ts';

/** What a request carries past node-vault, as its request options. */
export type Errand = {
  readonly http: Http;
  /** Segments after `/v1`. node-vault joins paths without encoding them, so it gets them for show only. */
  readonly path: readonly string[];
  readonly token?: Secret | undefined;
  readonly wrapSeconds?: number | undefined;
  readonly isOrder?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
};

export type Speaker = (say: Say, errand: Errand) => Promise<unknown>;
type Say = (client: NodeVault.client, path: string, options: object) => Promise<unknown>;

type Request = {
  readonly method: string;
  readonly uri: string;
  readonly json?: unknown;
  readonly errand: Errand;
};

/**
 * node-vault with its weak spots guarded: it words the requests, our HTTP edge carries them. So deadlines,
 * encoding, connections, TLS and refusals are those of every platform, and nothing of `VAULT_SKIP_VERIFY`,
 * `VAULT_TOKEN`, `VAULT_PREFIX` or `DEBUG=node-vault` takes effect. It is loaded with the first request.
 */
export function createSpeaker(): Speaker {
  let loading: Promise<NodeVault.client> | undefined;
  return async (say, errand) => {
    const client = await (loading ??= load());
    return say(client, errand.path.map(encodeURIComponent).join('/'), { errand });
  };
}

async function load(): Promise<NodeVault.client> {
  const { default: nodeVault } = await import('node-vault');
  return nodeVault({
    endpoint: 'http://vault',
    noCustomHTTPVerbs: true, // LIST is not a method that every proxy lets through
    debug: () => undefined,
    'request-promise': { defaults: () => carry },
  });
}

async function carry({ method, uri, json, errand }: Request): Promise<object> {
  const { http, path, token, wrapSeconds, isOrder, timeoutMs } = errand;
  const { text } = await http.send({
    method: toMethod(method),
    path: ['v1', ...path],
    query: Object.fromEntries(new URL(uri).searchParams),
    headers: {
      'x-vault-request': 'true',
      ...(token && { 'x-vault-token': token.reveal() }),
      ...(wrapSeconds !== undefined && { 'x-vault-wrap-ttl': `${wrapSeconds}s` }),
    },
    ...(json !== undefined && { body: json }),
    ...(isOrder !== undefined && { isOrder }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  return { statusCode: 200, body: fromJson(text), request: { path: '' } };
}

function toMethod(method: string): NonNullable<Call['method']> {
  return method === 'POST' || method === 'DELETE' ? method : 'GET';
}
