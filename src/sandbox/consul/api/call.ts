import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { May } from '../acl/rules.ts';
import type { Datacenter } from '../datacenter.ts';
import { Refusal } from './refusal.ts';

/** A request as it came. */
export type Request = {
  readonly method: string;
  /** Decoded, as Consul routes by it: the key of a value may hold slashes. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string;
  readonly body: string;
  /** Ends when the caller has gone. */
  readonly signal: AbortSignal;
};

/** A request on its way to a route: what it names, where it goes, and what its token may do. */
export type Call = Request & {
  readonly names: readonly string[];
  readonly datacenter: Datacenter;
  readonly may: May;
};

export async function readRequest(request: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const url = new URL(request.url ?? '/', 'http://consul');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return {
    method: request.method ?? 'GET',
    path: decode(url.pathname),
    query: url.searchParams,
    token: [request.headers['x-consul-token'] ?? bearer ?? ''].flat()[0] ?? '',
    body: Buffer.concat(chunks).toString(),
    signal,
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The body as the schema has it; Consul's decoder is as brief about what is wrong with it. */
export function bodyOf<T extends z.ZodType>({ body }: Call, schema: T): z.output<T> {
  if (body === '') throw failed('EOF');
  const parsed = schema.safeParse(fromJson(body));
  if (parsed.success) return parsed.data;
  const { path = [], message = '' } = parsed.error.issues[0] ?? {};
  throw failed(`${path.join('.')}: ${message}`);
}

function failed(why: string): Refusal {
  return new Refusal(400, `Request decode failed: ${why}`);
}

function fromJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw failed(`invalid character '${body.trim()[0] ?? ''}' looking for beginning of value`);
  }
}

/** A flag is on when it is there, unless it says otherwise. */
export function hasFlag({ query }: Pick<Request, 'query'>, name: string): boolean {
  const value = query.get(name);
  if (value === null || value === '' || value === 'true' || value === '1') return value !== null;
  if (value === 'false' || value === '0') return false;
  throw new Refusal(400, `Invalid value for ?${name}`);
}
