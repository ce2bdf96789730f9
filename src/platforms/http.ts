import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import { before } from '../before.ts';
import { Failure } from '../failure.ts';
import type { Outbox } from '../outbox.ts';
import type { Agents } from './agents.ts';

/** Where a platform is and how to be trusted there. The same object means the same connections. */
export type Origin = {
  readonly url: string;
  readonly tls?: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly servername?: string;
    readonly rejectUnauthorized?: boolean;
  };
  /** Credentials, asked for on every request so that they may change. */
  readonly headers?: () => Promise<Readonly<Record<string, string>>>;
  /** Another way there than TCP to the host of `url`, asked for each connection. TLS is spoken over it. */
  readonly connect?: () => Promise<Duplex>;
};

export type Call = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path segments; each is percent-encoded, so a name can never leave its place. */
  readonly path: readonly string[];
  /** A list is sent as its key repeated. */
  readonly query?: Readonly<
    Record<string, string | number | boolean | readonly string[] | undefined>
  >;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Whether it may change something, where its method does not tell. */
  readonly isOrder?: boolean;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
};

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

export type Http = {
  /** Resolves for a 2xx answer only; everything else leaves as a `Failure`. */
  readonly send: (call: Call) => Promise<Answer>;
  /** The lines of an answer as they arrive (NDJSON); no deadline but the signal's. */
  readonly lines: (call: Call) => AsyncIterable<string>;
  /** The same client, with every call ended by this signal. */
  readonly during: (signal: AbortSignal) => Http;
  readonly close: () => Promise<void>;
};

export type HttpOptions = {
  readonly platform: string;
  readonly origin: () => Promise<Origin>;
  /** How the platform words its refusals; the status decides where this returns nothing. */
  readonly refusal?: (answer: Answer, call: Call) => Failure | undefined;
  readonly timeoutMs?: number;
  /** Is told of what is sent and may change something. */
  readonly outbox?: Pick<Outbox, 'note'> | undefined;
};

type Sent = Dispatcher.ResponseData;
/** Whatever ends a call: the turn that it is part of, and parts of that turn. */
type Turns = readonly AbortSignal[];

/** The one way out to a platform: kept-alive connections, a deadline on every call, failures in our words. */
export function createHttp(options: HttpOptions): Http {
  const { platform, origin, refusal, timeoutMs = 5_000, outbox } = options;
  let agents: Promise<Agents> | undefined; // loaded for the first call, so that a start does not wait for it

  async function loadAgents(): Promise<Agents> {
    const { createAgents } = await import('./agents.ts');
    return createAgents(timeoutMs);
  }

  async function open(call: Call, turns: Turns, signal: AbortSignal): Promise<Sent> {
    agents ??= loadAgents();
    const [{ request }, { of }, place] = await Promise.all([
      import('undici'),
      agents,
      before(signal, origin()),
    ]);
    return request(toUrl(place, call), {
      method: call.method ?? 'GET',
      dispatcher: isOrder(call) && outbox ? of(place, () => outbox.note(turns)) : of(place),
      headers: {
        'user-agent': 'hashinetes',
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
        ...(await place.headers?.()),
        ...call.headers,
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      signal,
    });
  }

  async function read(call: Call, turns: Turns): Promise<Answer> {
    const signals = [...turns, call.signal, AbortSignal.timeout(call.timeoutMs ?? timeoutMs)];
    const signal = AbortSignal.any(signals.filter((one) => one !== undefined));
    const { statusCode, headers, body } = await open(call, turns, signal);
    return { status: statusCode, headers, text: await body.text() };
  }

  async function send(call: Call, turns: Turns): Promise<Answer> {
    const answer = await read(call, turns)
      .catch((error: unknown) => {
        if (!isStale(error) || (call.method ?? 'GET') !== 'GET') throw error;
        return read(call, turns); // a kept-alive connection that the server had just closed
      })
      .catch((error: unknown) => {
        throw toFailure(platform, call, error);
      });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw refusal?.(answer, call) ?? refused(platform, call, answer);
  }

  async function* lines(call: Call, turns: Turns): AsyncIterable<string> {
    const signals = [...turns, call.signal].filter((one) => one !== undefined);
    try {
      const { statusCode, headers, body } = await open(call, turns, AbortSignal.any(signals));
      if (statusCode >= 300) {
        const answer = { status: statusCode, headers, text: await body.text() };
        throw refusal?.(answer, call) ?? refused(platform, call, answer);
      }
      yield* splitLines(body);
    } catch (error) {
      throw toFailure(platform, call, error);
    }
  }

  const bound = (turns: Turns): Http => ({
    send: (call) => send(call, turns),
    lines: (call) => lines(call, turns),
    during: (signal) => bound([...turns, signal]),
    close: async () => (await agents)?.close(),
  });
  return bound([]);
}

function toUrl(place: Origin, { path, query }: Call): URL {
  const url = new URL(place.url);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path.map(toSegment).join('/')}`;
  for (const [key, value] of Object.entries(query ?? {}))
    for (const one of [value].flat())
      if (one !== undefined) url.searchParams.append(key, String(one));
  return url;
}

function isOrder(call: Call): boolean {
  return call.isOrder ?? (call.method ?? 'GET') !== 'GET';
}

/** A URL resolves `.` and `..` even when encoded, and an empty name would address the whole collection. */
function toSegment(name: string): string {
  if (name !== '' && name !== '.' && name !== '..') return encodeURIComponent(name);
  throw new Failure('invalid', { what: name, because: 'that cannot be a name' });
}

async function* splitLines(body: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) if (line.trim() !== '') yield line;
  }
  if (rest.trim() !== '') yield rest;
}

const kinds: Readonly<Record<number, Failure['kind']>> = {
  400: 'invalid',
  401: 'forbidden',
  403: 'forbidden',
  404: 'absent',
  405: 'invalid',
  409: 'conflict',
  410: 'conflict',
  413: 'invalid',
  415: 'invalid',
  422: 'invalid',
};

function refused(platform: string, call: Call, { status, text }: Answer): Failure {
  const because = text.trim().slice(0, 300);
  return new Failure(kinds[status] ?? 'unready', {
    platform,
    status,
    what: call.path.at(-1) ?? '',
    ...(because !== '' && { because }),
  });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause) || error.name;
}

function isStale(error: unknown): boolean {
  return ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(codeOf(error));
}

const late = new Set([
  'TimeoutError',
  'AbortError',
  'ABORT_ERR',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
  'UND_ERR_ABORTED',
]);

/** What broke on the way, in our words. */
export function toFailure(platform: string, { path }: Pick<Call, 'path'>, cause: unknown): Failure {
  if (cause instanceof Failure) {
    if (cause.facts['platform'] !== undefined) return cause;
    return new Failure(cause.kind, { ...cause.facts, platform }, { cause });
  }
  const what = path.join('/');
  const code = codeOf(cause);
  if (late.has(code)) return new Failure('late', { platform, what }, { cause });
  return new Failure('unreachable', { platform, what, because: reasonFor(code) }, { cause });
}

function reasonFor(code: string): string {
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not known here';
  if (/CERT|VERIFY|SELF_SIGNED|ALTNAME|SSL|TLS/.test(code))
    return `its certificate is not trusted (${code})`;
  return 'the connection broke';
}
