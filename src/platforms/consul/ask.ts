import type { z } from 'zod';
import { Failure } from '../../failure.ts';
import type { Secret } from '../../secret.ts';
import type { Answer, Call, Http } from '../http.ts';
import { type Credential, sendWith } from '../credential.ts';
import type { Blocking, Indexed } from './consul.ts';

export type Scope = {
  readonly token?: Credential | undefined;
  /** Asked instead of the datacenter that the address belongs to. */
  readonly datacenter?: string | undefined;
  /** Consul Enterprise only; others refuse it. */
  readonly namespace?: string | undefined;
};

export type Ask = {
  /** One call to `/v1/…`, its answer parsed. */
  readonly for: <T extends z.ZodType>(schema: T, call: Call) => Promise<z.output<T>>;
  /** A read of the catalog, answered by any server that knows a leader; held open until there is news. */
  readonly newer: <T extends z.ZodType>(
    schema: T,
    call: Call,
    blocking?: Blocking,
  ) => Promise<Indexed<z.output<T>>>;
  readonly send: (call: Call) => Promise<Answer>;
  /** The same with this token and no other. */
  readonly as: (token: Secret) => Ask;
  readonly during: (signal: AbortSignal) => Ask;
};

/** Adds what every call to Consul carries: the version, the token, datacenter and namespace. */
export function createAsk(http: Http, scope: Scope): Ask {
  const dress = (call: Call, token: Secret | undefined): Call => {
    return {
      ...call,
      path: ['v1', ...call.path],
      query: { dc: scope.datacenter, ns: scope.namespace, ...call.query },
      headers: { ...(token && { 'x-consul-token': token.reveal() }), ...call.headers },
    };
  };
  const send = (call: Call): Promise<Answer> =>
    sendWith(scope.token, (token) => http.send(dress(call, token)));

  return {
    send,
    as: (token) => createAsk(http, { ...scope, token: () => token }),
    during: (signal) => createAsk(http.during(signal), scope),
    for: async (schema, call) => read(schema, call, await send(call)),
    newer: async (schema, call, blocking) => {
      const answer = await send(held(call, blocking));
      if (answer.headers['x-consul-knownleader'] === 'false') throw leaderless(call);
      return { value: read(schema, call, answer), index: indexOf(answer) };
    },
  };
}

/** Consul adds up to a sixteenth of jitter to the wait, and caps it at ten minutes. */
function held(call: Call, blocking: Blocking | undefined): Call {
  const stale = { ...call, query: { ...call.query, stale: true } };
  if (!blocking) return stale;
  const { index } = blocking;
  const waitMs = Math.round(Math.min(blocking.waitSeconds, 600) * 1000);
  const query = { ...stale.query, index, wait: `${waitMs}ms` };
  return { ...stale, query, timeoutMs: Math.ceil(waitMs * (1 + 1 / 16)) + 1000 };
}

function leaderless({ path }: Call): Failure {
  const because = 'it has no leader, so what it knows may be old';
  return new Failure('unready', { platform: 'consul', what: path.join('/'), because });
}

function indexOf({ headers }: Answer): number {
  const index = Number(headers['x-consul-index']);
  return Number.isSafeInteger(index) && index >= 0 ? index : 0;
}

function read<T extends z.ZodType>(schema: T, call: Call, { text }: Answer): z.output<T> {
  const parsed = schema.safeParse(fromJson(text));
  if (parsed.success) return parsed.data;
  const what = call.path.join('/');
  const because = 'it answered something that is not what Consul answers there';
  throw new Failure('unready', { platform: 'consul', what, because }, { cause: parsed.error });
}

/** Nothing for a text that is not JSON, which no schema takes. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
