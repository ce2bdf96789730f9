import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../refusal.ts';

export type Call = {
  readonly method: string;
  /** Decoded, as Nomad routes by it: a job's ID may hold slashes. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** The secret of the caller's token, empty without one. */
  readonly token: string;
  /** What the route's pattern caught. */
  readonly names: readonly string[];
  /** Ends when the caller has gone. */
  readonly signal: AbortSignal;
};

export async function readCall(request: IncomingMessage, signal: AbortSignal): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://nomad');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return {
    method: request.method ?? 'GET',
    path: decode(url.pathname),
    query: url.searchParams,
    body: Buffer.concat(chunks).toString(),
    token: tokenOf(request),
    names: [],
    signal,
  };
}

function tokenOf({ headers }: IncomingMessage): string {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return [headers['x-nomad-token'] ?? bearer ?? ''].flat()[0] ?? '';
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export function jsonOf({ body }: Call): unknown {
  if (body === '') throw new Refusal(400, 'Request body is empty');
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, `invalid character '${body.trim()[0]}' looking for beginning of value`);
  }
}

/** A flag is on when it is there, unless it says otherwise. */
export function hasFlag({ query }: Call, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== 'false' && value !== '0';
}

export function isForeignNamespace({ query }: Call): boolean {
  return !['', 'default', '*'].includes(query.get('namespace') ?? '');
}
