import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { request as send, upgrade } from 'undici';
import { createAgents } from '../platforms/agents.ts';
import { type Origin, toFailure } from '../platforms/http.ts';
import { toIncoming, toOutgoing } from './headers.ts';
import { trespassOf } from './trespass.ts';

export type ProxyOptions = {
  readonly platform: string;
  readonly origin: () => Promise<Origin>;
  readonly timeoutMs?: number;
};

export type Proxy = {
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  /** WebSockets pass through: a Nomad exec, a log that is followed. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly close: () => Promise<void>;
};

/**
 * Hands what a browser on this machine asks to a platform, over connections that verify its certificate, and adds
 * nothing but what the origin itself needs. Pages of other sites are turned away.
 */
export function createProxy({ platform, origin, timeoutMs = 10_000 }: ProxyOptions): Proxy {
  const agents = createAgents(timeoutMs);
  const joined = new Set<Duplex>();

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const place = await origin();
    const { path, headers } = await toOutgoing(request, place);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const hasBody = 'content-length' in request.headers || 'transfer-encoding' in request.headers;
    const answer = await send(new URL(path, place.url), {
      dispatcher: agents.of(place),
      method: request.method ?? 'GET',
      headers,
      body: hasBody ? request : null,
      signal: gone.signal,
    });
    response.writeHead(answer.statusCode, toIncoming(answer.headers, place));
    await pipeline(answer.body, response);
  }

  async function join(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const place = await origin();
    const { path, headers } = await toOutgoing(request, place);
    const protocol = request.headers.upgrade ?? 'websocket';
    const dispatcher = agents.of(place);
    const there = await upgrade(new URL(path, place.url), { dispatcher, headers, protocol });
    const lines = Object.entries(there.headers).map(([name, value]) => `${name}: ${String(value)}`);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
    there.socket.write(head);
    socket.pipe(there.socket).pipe(socket);
    there.socket.on('error', () => socket.destroy());
    there.socket.once('close', () => socket.destroy());
    joined.add(socket);
    socket.once('close', () => {
      joined.delete(socket);
      there.socket.destroy();
    });
  }

  const why = (request: IncomingMessage, error: unknown): string => {
    const { facts } = toFailure(platform, { path: [request.url ?? '/'] }, error);
    return `${platform} does not answer: ${String(facts['because'] ?? 'it took too long')}\n`;
  };

  return {
    listener(request, response) {
      const trespass = trespassOf(request);
      if (trespass !== undefined) return answerPlainly(response, 403, `${trespass}\n`);
      forward(request, response).catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else answerPlainly(response, 502, why(request, error));
      });
    },
    upgrade(request, socket, head) {
      socket.on('error', () => undefined); // the browser has gone
      if (trespassOf(request) !== undefined)
        return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      join(request, socket, head).catch(() => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    },
    close() {
      for (const socket of joined) socket.destroy();
      return agents.close();
    },
  };
}

function answerPlainly(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}
