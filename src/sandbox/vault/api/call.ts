import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { TokenEntry } from '../core/tokens.ts';
import type { VaultServer } from '../core/vault-servers.ts';
import { toSeconds } from '../core/duration.ts';
import { Refusal } from './refusal.ts';

export type Operation = 'read' | 'list' | 'write' | 'delete';

export type Call = {
  /** Which server was asked. */
  readonly server: VaultServer;
  readonly operation: Operation;
  /** Decoded, after `/v1/`, without a slash at either end. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** The value of `X-Vault-Token`, or of a bearer authorization. */
  readonly secret: string | undefined;
  readonly wrapSeconds: number | undefined;
  /** What the route's pattern caught. */
  readonly names: readonly string[];
  /** Who asks; absent on open routes. */
  readonly token: TokenEntry | undefined;
};

const operations: Readonly<Record<string, Operation>> = {
  GET: 'read',
  HEAD: 'read',
  LIST: 'list',
  POST: 'write',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'delete',
};

export async function readCall(request: IncomingMessage, server: VaultServer): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://vault');
  const method = operations[request.method ?? ''];
  if (!method) throw new Refusal(405);
  const wrap = header(request, 'x-vault-wrap-ttl');
  const bearer = header(request, 'authorization')?.replace(/^bearer /i, '');
  return {
    server,
    operation: method === 'read' && isListing(url) ? 'list' : method,
    path: toPath(url),
    query: url.searchParams,
    body: await readBody(request),
    secret: header(request, 'x-vault-token') ?? bearer,
    wrapSeconds: wrap === undefined ? undefined : toSeconds(wrap),
    names: [],
    token: undefined,
  };
}

function isListing({ searchParams }: URL): boolean {
  return ['true', '1'].includes(searchParams.get('list') ?? '');
}

function toPath({ pathname }: URL): string {
  const path = decode(pathname);
  if (path.includes('..')) throw new Refusal(400, 'relative paths not supported');
  return path.replace(/^\/v1\//, '').replace(/\/$/, '');
}

/** What the route's pattern caught first. */
export function nameOf({ names }: Pick<Call, 'names'>): string {
  return names[0] ?? '';
}

/** What a body holds, in the shape asked for. */
export function bodyOf<T extends z.ZodType>(schema: T, { body }: Call): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(400, `error converting input for field "${issue?.path.join('.') ?? ''}"`);
}

async function readBody(request: IncomingMessage): Promise<Call['body']> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  if (text === '') return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw new Refusal(400, 'failed to parse JSON input');
  }
}

function header({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
