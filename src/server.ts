import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Log } from './log.ts';
import { createMeter } from './meter.ts';
import { createTurnstile } from './turnstile.ts';

export type AppOptions = {
  /** One router a channel, mounted in order; a channel that needs raw bodies comes before the others. */
  readonly routers: readonly Router[];
  readonly log: Log;
  readonly clock: () => number;
};

/** The HTTP face: channels, health, metrics and a request log. It knows nothing of what is said. */
export function createApp({ routers, log, clock }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const turnstile = createTurnstile();
  const meter = createMeter(
    {
      hashinetes_requests_under_way: turnstile.underWay,
      hashinetes_requests_waiting: turnstile.waiting,
      process_resident_memory_bytes: () => process.memoryUsage.rss(),
      process_uptime_seconds: () => process.uptime(),
    },
    clock,
  );
  app.use(logRequests(log, clock), meter.count);
  app.get('/healthz', (_request, response) => void response.json({ name: 'hashinetes', ok: true }));
  app.get('/readyz', (_request, response) => {
    const isStopping = app.get('stopping') === true;
    response.status(isStopping ? 503 : 200).json({ ok: !isStopping });
  });
  app.get('/metrics', (_request, response) => void response.type('text/plain').send(meter.read()));
  app.use(turnstile.pass); // health and metrics answer however long the line is
  for (const router of routers) app.use(router);
  app.use((request, response) => {
    const remedy =
      'Try POST /v1/turn, GET /v1/events, POST /v1/parse, GET /v1/platforms or POST /assistant.';
    const error = `There is no ${request.method} ${request.path} here.`;
    response.status(404).json({ error, field: 'path', remedy });
  });
  return app;
}

function logRequests(log: Log, clock: () => number): RequestHandler {
  return (request, response, next) => {
    const id = randomUUID();
    const begun = clock();
    const { method, path } = request; // a router that is left by an error leaves its own, shorter path
    response.set('x-request-id', id);
    response.on('finish', () => {
      log('request', { id, method, path, status: response.statusCode, ms: clock() - begun });
    });
    next();
  };
}

/** Listens; resolves once connections are taken, rejects with advice where the port is not to be had. */
export function listen(app: Express, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(slowest, app);
    server.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : '';
      const advice = advices[code]?.(port, host) ?? error.message;
      reject(new Error(advice, { cause: error }));
    });
    server.listen(port, host, () => resolve(server));
  });
}

/** How long a client may take to send its headers, or all of a request, before it is cut off with a 408. */
const slowest = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
};

const advices: Readonly<Record<string, (port: number, host: string) => string>> = {
  EADDRINUSE: (port) => `Port ${port} is taken: set PORT to another one.`,
  EACCES: (port) => `Port ${port} is not allowed here: set PORT to one above 1023.`,
  EADDRNOTAVAIL: (_port, host) =>
    `This machine has no address ${host}: set HOST to one of its own.`,
  ENOTFOUND: (_port, host) => `There is no host ${host}: set HOST to an address of this machine.`,
};

/** The address to use from this machine. */
export function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Stops taking connections and waits for the turns under way, `graceMs` at most. */
export async function close(server: Server, graceMs = 5_000): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
