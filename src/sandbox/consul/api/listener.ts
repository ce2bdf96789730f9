import type { RequestListener, ServerResponse } from 'node:http';
import type { Faults } from '../../faults.ts';
import type { Quorum } from '../../quorum.ts';
import type { Acl } from '../acl/acl.ts';
import type { Datacenter } from '../datacenter.ts';
import type { World } from '../world.ts';
import { answerWhenNewer } from '../../blocking.ts';
import { hasFlag, readRequest, type Request } from './call.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Handle, Route } from './route.ts';

const patience = { usualMs: 300_000, longestMs: 600_000 };

export type Served = {
  readonly world: World;
  readonly quorum: Quorum;
  readonly acl: Acl;
  readonly routes: readonly Route[];
  readonly home: Datacenter;
  readonly datacenters: ReadonlyMap<string, Datacenter>;
  readonly remedyFor: Faults['remedyFor'];
};

/** As the real one: without a leader a call is held this long, in case one is elected. */
const holdMs = 7_000;

/** Serves the routes as Consul's servers would: not at all while none is up, refusing while none leads. */
export function createListener(served: Served): RequestListener {
  const { world, quorum, acl, routes, home, datacenters, remedyFor } = served;
  let wasLed = false;
  const forget = quorum.onLeader(() => {
    wasLed = true;
    forget();
  });

  return (request, response) => {
    if (quorum.up().length === 0) {
      request.socket.destroy();
      return;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, world.signal]);
    void readRequest(request, signal)
      .then(async (call) => send(response, call, await answer(call), quorum))
      .catch((error: unknown) => refuse(response, error));
  };

  async function answer(request: Request): Promise<Answer> {
    const { method, path, query, signal } = request;
    await ail(method, `${path}?${query.toString()}`, signal);
    const { route, names } = find(routes, path);
    const handle = handleFor(route, method);
    if (!['', 'default'].includes(query.get('ns') ?? ''))
      throw new Refusal(
        400,
        'Invalid query parameter: "ns" - Namespaces are a Consul Enterprise feature',
      );
    const datacenter = datacenters.get(query.get('dc') || home.name);
    if (!datacenter) throw new Refusal(500, 'No path to datacenter');
    if (!route.local && datacenter === home) await beLed(request);
    const call = { ...request, names, datacenter, may: acl.mayOf(request.token) };
    if (route.local || method !== 'GET') return handle(call);
    return answerWhenNewer(datacenter.journal, handle, call, patience);
  }

  async function beLed(request: Request): Promise<void> {
    const mayBeOld = request.method === 'GET' && hasFlag(request, 'stale') && wasLed;
    if (mayBeOld || (await quorum.wait(holdMs, request.signal))) return;
    throw new Refusal(500, 'No cluster leader');
  }

  /** What goes wrong may depend on the query: a datacenter that is far away, say. */
  async function ail(method: string, path: string, signal: AbortSignal): Promise<void> {
    const remedy = remedyFor(method, path);
    if (!remedy) return;
    if (remedy.delayMs !== undefined) await world.pace.wait(remedy.delayMs, signal);
    if (remedy.status !== undefined) throw new Refusal(remedy.status, remedy.message ?? 'a fault');
  }
}

function find(routes: readonly Route[], path: string): { route: Route; names: readonly string[] } {
  for (const route of routes) {
    const found = route.path.exec(path);
    if (found) return { route, names: found.slice(1) };
  }
  throw new Refusal(404, '');
}

function handleFor(route: Route, method: string): Handle {
  const handles: Readonly<Record<string, Handle | undefined>> = {
    GET: route.get,
    PUT: route.put,
    POST: route.post,
    DELETE: route.delete,
  };
  const handle = handles[method];
  if (handle) return handle;
  throw new Refusal(405, `method ${method} not allowed`);
}

function send(response: ServerResponse, request: Request, answer: Answer, quorum: Quorum): void {
  const { body, status = 200, index, text } = answer;
  if (index !== undefined) setIndex(response, index, quorum);
  const type = text === undefined ? 'application/json' : 'text/plain; charset=utf-8';
  response.writeHead(status, { 'Content-Type': type });
  response.end(text ?? JSON.stringify(body, undefined, request.query.has('pretty') ? 4 : 0));
}

function setIndex(response: ServerResponse, index: number, quorum: Quorum): void {
  response.setHeader('X-Consul-Index', index);
  response.setHeader('X-Consul-KnownLeader', String(quorum.leader() !== undefined));
  response.setHeader('X-Consul-LastContact', 0);
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const { status, message, index } =
    error instanceof Refusal ? error : new Refusal(500, `sandbox: ${String(error)}`);
  if (index !== undefined) response.setHeader('X-Consul-Index', index);
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(message);
}
