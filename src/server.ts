import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Log } from './log.ts';

export type AppOptions = {
  /** One router a channel, mounted in order; a channel that needs raw bodies comes before the others. */
  readonly routers: readonly Router[];
  readonly log: Log;
  readonly clock: () => number;
};

/** The HTTP face: channels, health and a request log. It knows nothing of what is said. */
export function createApp({ routers, log, clock }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(logRequests(log, clock));
  app.get('/healthz', (_request, response) => void response.json({ name: 'hashinetes', ok: true }));
  app.get('/readyz', (_request, response) => {
    const isStopping = app.get('stopping') === true;
    response.status(isStopping ? 503 : 200).json({ ok: !isStopping });
  });
  for (const router of routers) app.use(router);
  app.use((request, response) => {
    const remedy = 'Try POST /v1/turn, POST /v1/parse, GET /v1/platforms or POST /assistant.';
    const error = `There is no ${request.method} ${request.path} here.`;
    response.status(404).json({ error, field: 'path', remedy });
  });
  return app;
}

function logRequests(log: Log, clock: () => number): RequestHandler {
  return (request, response, next) => {
    const id = randomUUID();
    const begun = clock();
    response.set('x-request-id', id);
    response.on('finish', () => {
      const { method, path } = request;
      log('request', { id, method, path, status: response.statusCode, ms: clock() - begun });
    });
    next();
  };
}

/** Listens; resolves once connections are taken, rejects with advice where the port is not to be had. */
export function listen(app: Express, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: Error) => {
      if (!error) return resolve(server);
      const taken = 'code' in error && error.code === 'EADDRINUSE';
      const advice = taken ? `Port ${port} is taken: set PORT to another one.` : error.message;
      return reject(new Error(advice, { cause: error }));
    });
  });
}

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
