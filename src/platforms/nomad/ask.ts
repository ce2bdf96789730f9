import type { z } from 'zod';
import { Failure } from '../../failure.ts';
import type { Secret } from '../../secret.ts';
import { type Credential, sendWith, tokenOf } from '../credential.ts';
import type { Answer, Call, Http } from '../http.ts';
import type { Blocking, Indexed } from './nomad.ts';

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
  /** The same with this token and no other. */
  readonly as: (token: Secret) => Ask;
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
    for: async (schema, call) => read(schema, call, await send(call)),
    newer: async (schema, call, blocking) => {
      const answer = await send(blocking ? held(call, blocking) : call);
      return { value: read(schema, call, answer), index: indexOf(answer) };
    },
  };
}

/** Nomad adds up to a sixteenth of jitter to the wait, and caps it at five minutes. */
function held(call: Call, { index, waitSeconds }: Blocking): Call {
  const seconds = Math.min(waitSeconds, 300);
  return {
    ...call,
    query: { ...call.query, index, wait: `${Math.round(seconds * 1000)}ms` },
    timeoutMs: Math.ceil(seconds * 1000 * (1 + 1 / 16)) + 1000,
  };
}

function indexOf({ headers }: Answer): number {
  const index = Number(headers['x-nomad-index']);
  return Number.isSafeInteger(index) && index >= 0 ? index : 0;
}

function read<T extends z.ZodType>(schema: T, call: Call, { text }: Answer): z.output<T> {
  const parsed = schema.safeParse(fromJson(text));
  if (parsed.success) return parsed.data;
  const what = call.path.join('/');
  const because = 'it answered something that is not what Nomad answers there';
  throw new Failure('unready', { platform: 'nomad', what, because }, { cause: parsed.error });
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
