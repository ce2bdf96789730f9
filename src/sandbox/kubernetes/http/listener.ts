import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Cluster } from '../cluster.ts';
import { StatusError, toStatus } from '../status-error.ts';
import { type Answer, type Stream, json } from './answer.ts';
import { toCall } from './call.ts';
import { route } from './route.ts';

/** The API server as a listener for `http.createServer`. It never throws: what fails is a `Status`. */
export function createListener(cluster: Cluster): RequestListener {
  return (request, response) => {
    void answer(cluster, request)
      .catch(toRefusal)
      .then((reply) => write(cluster, request, response, reply));
  };
}

async function answer(cluster: Cluster, request: IncomingMessage): Promise<Answer> {
  const call = toCall(request);
  const remedy = cluster.faults.remedyFor(call.method, `/${call.path.join('/')}`);
  if (remedy?.delayMs !== undefined) await cluster.pace.wait(remedy.delayMs, cluster.signal);
  if (remedy?.status !== undefined)
    throw new StatusError(remedy.status, 'InternalError', remedy.message ?? 'injected fault');
  return route(cluster, call);
}

function toRefusal(error: unknown): Answer {
  if (error instanceof StatusError) return json(error.code, toStatus(error));
  const message = error instanceof Error ? error.message : String(error);
  return json(500, toStatus(new StatusError(500, 'InternalError', message)));
}

async function write(
  cluster: Cluster,
  request: IncomingMessage,
  response: ServerResponse,
  reply: Answer,
): Promise<void> {
  response.setHeader('cache-control', 'no-cache, private');
  switch (reply.kind) {
    case 'text':
      response.writeHead(reply.code, { 'content-type': 'text/plain; charset=utf-8' });
      return void response.end(reply.text);
    case 'bytes':
      response.writeHead(200, { 'content-type': reply.type });
      return void response.end(reply.bytes);
    case 'json': {
      const warnings = reply.warnings?.map((words) => `299 - ${JSON.stringify(words)}`) ?? [];
      if (warnings.length > 0) response.setHeader('warning', warnings);
      response.writeHead(reply.code, { 'content-type': 'application/json' });
      return void response.end(`${JSON.stringify(reply.body, null, isForEyes(request) ? 2 : 0)}\n`);
    }
    case 'stream':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      return follow(cluster, response, reply.run);
  }
}

/** A person with curl gets indented JSON, as from the real one. */
const isForEyes = ({ headers, url }: IncomingMessage): boolean =>
  /^(curl|Wget)/.test(headers['user-agent'] ?? '') || /[?&]pretty=(true|1)/.test(url ?? '');

async function follow(cluster: Cluster, response: ServerResponse, run: Stream): Promise<void> {
  const gone = new AbortController();
  const end = (): void => gone.abort();
  response.once('close', end);
  cluster.signal.addEventListener('abort', end, { once: true });
  if (cluster.signal.aborted) end();
  await run((event) => void response.write(`${JSON.stringify(event)}\n`), gone.signal).catch(
    (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
  );
  cluster.signal.removeEventListener('abort', end);
  response.end();
}
