import type { z } from 'zod';
import type { Secret } from '../../secret.ts';
import { type Credential, sendWith, tokenOf } from '../credential.ts';
import type { Answer, Call, Http } from '../http.ts';
import { type Blocking, hold, type Indexed, indexOf, readAnswer } from '../indexed.ts';

const longestSeconds = 300;

export type Scope = {
  readonly token?: Credential | undefined;
  readonly namespace?: string | undefined;
  readonly region?: string | undefined;
};

export type Ask = {
  /** One call to `/v1/…`, its answer parsed. */
  readonly for: <T extends z.ZodType>(schema: T, call: Call) => Promise<z.output<T>>;
  /** The same, held open by Nomad until there is news. */
  readonly newer: <T extends z.ZodType>(
    schema: T,
    call: Call,
    blocking?: Blocking,
  ) => Promise<Indexed<z.output<T>>>;
  readonly send: (call: Call) => Promise<Answer>;
  readonly lines: (call: Call) => AsyncIterable<string>;
  /** The same with this token and no other, or with none. */
  readonly as: (token: Secret | undefined) => Ask;
  readonly during: (signal: AbortSignal) => Ask;
};

/** Adds what every call to Nomad carries: the version, the token, namespace and region. */
export function createAsk(http: Http, scope: Scope): Ask {
  const dress = (call: Call, token: Secret | undefined): Call => {
    const isOutside = call.path[0]?.startsWith('.') === true; // /.well-known belongs to no version
    return {
      ...call,
      path: isOutside ? call.path : ['v1', ...call.path],
      query: { namespace: scope.namespace, region: scope.region, ...call.query },
      headers: { ...(token && { 'x-nomad-token': token.reveal() }), ...call.headers },
    };
  };
  const send = (call: Call): Promise<Answer> =>
    sendWith(scope.token, (token) => http.send(dress(call, token)));

  async function* lines(call: Call): AsyncIterable<string> {
    yield* http.lines(dress(call, await tokenOf(scope.token)));
  }

  return {
    send,
    lines,
    as: (token) => createAsk(http, { ...scope, token: () => token }),
    during: (signal) => createAsk(http.during(signal), scope),
    for: async (schema, call) => readAnswer('Nomad', schema, call, await send(call)),
    newer: async (schema, call, blocking) => {
      const answer = await send(blocking ? hold(call, blocking, longestSeconds) : call);
      const value = readAnswer('Nomad', schema, call, answer);
      return { value, index: indexOf(answer, 'x-nomad-index') };
    },
  };
}
