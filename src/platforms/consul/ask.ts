import type { z } from 'zod';
import { Failure } from '../../failure.ts';
import type { Secret } from '../../secret.ts';
import type { Answer, Call, Http } from '../http.ts';
import { type Credential, sendWith } from '../credential.ts';
import { type Blocking, hold, type Indexed, indexOf, readAnswer } from '../indexed.ts';

const longestSeconds = 600;

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
  /** The same with this token and no other, or with none. */
  readonly as: (token: Secret | undefined) => Ask;
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
    for: async (schema, call) => readAnswer('Consul', schema, call, await send(call)),
    newer: async (schema, call, blocking) => {
      const stale = { ...call, query: { ...call.query, stale: true } };
      const answer = await send(blocking ? hold(stale, blocking, longestSeconds) : stale);
      if (answer.headers['x-consul-knownleader'] === 'false') throw leaderless(call);
      const value = readAnswer('Consul', schema, call, answer);
      return { value, index: indexOf(answer, 'x-consul-index') };
    },
  };
}

function leaderless({ path }: Call): Failure {
  const because = 'it has no leader, so what it knows may be old';
  return new Failure('unready', { platform: 'consul', what: path.join('/'), because });
}
