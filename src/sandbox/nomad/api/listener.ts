import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Quorum } from '../../quorum.ts';
import type { World } from '../world.ts';
import { answerWhenNewer } from '../../blocking.ts';
import { type Call, hasFlag, readCall } from './call.ts';
import { streamEvents } from './event-stream.ts';
import { Refusal } from '../../refusal.ts';
import type { Answer, Handle, Route } from './route.ts';

const patience = { usualMs: 300_000, longestMs: 300_000 };

/** Serves the routes as Nomad's servers would: not at all while none is up, refusing while none leads. */
export function createListener(
  world: World,
  quorum: Quorum,
  routes: readonly Route[],
  /** Refuses whoever may not. */
  admit: (call: Call) => void = () => undefined,
): RequestListener {
  const open = new Set<ServerResponse>();
  quorum.onDark(() => {
    for (const response of open) response.destroy();
  });

  return (request, response) => {
    if (quorum.up().length === 0) {
      request.socket.destroy();
      return;
    }
    const gone = new AbortController();
    open.add(response);
    response.once('close', () => {
      open.delete(response);
      gone.abort();
    });
    const signal = AbortSignal.any([gone.signal, world.signal]);
    serve(request, response, signal).catch((error: unknown) => refuse(response, error));
  };

  async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    const call = await readCall(request, signal);
    admit(call);
    if (call.path === '/v1/event/stream') streamEvents(world, call, response);
    else send(response, call, await answer(call), quorum);
  }

  async function answer(call: Call): Promise<Answer> {
    const { route, names } = find(routes, call.path);
    const handle = handleFor(route, call.method);
    const named = { ...call, names };
    if (route.local) return handle(named);
    const region = call.query.get('region') ?? 'global';
    if (region !== 'global' && region !== '') throw new Refusal(500, 'No path to region');
    // as the real one: without a leader a call is held for five seconds, in case one is elected
    const stale = call.method === 'GET' && hasFlag(call, 'stale');
    if (!stale && !(await quorum.wait(5_000, call.signal)))
      throw new Refusal(500, 'No cluster leader');
    if (call.method !== 'GET') return handle(named);
    return answerWhenNewer(world.state, handle, named, patience);
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
  const handle = {
    GET: route.get,
    HEAD: route.get,
    POST: route.post,
    PUT: route.post,
    DELETE: route.delete,
  }[method];
  if (handle) return handle;
  throw new Refusal(405, 'Invalid method');
}

function send(response: ServerResponse, call: Call, answer: Answer, quorum: Quorum): void {
  const { body, status = 200, index, text } = answer;
  if (index !== undefined) setQueryHeaders(response, index, quorum.leader() !== undefined);
  const type = text === undefined ? 'application/json' : 'text/plain; charset=utf-8';
  response.writeHead(status, { 'Content-Type': type });
  response.end(text ?? JSON.stringify(body, undefined, hasFlag(call, 'pretty') ? 4 : 0));
}

function setQueryHeaders(response: ServerResponse, index: number, led: boolean): void {
  response.setHeader('X-Nomad-Index', index);
  response.setHeader('X-Nomad-Knownleader', String(led));
  response.setHeader('X-Nomad-Lastcontact', 0);
}

/** Plain text, but for a path that does not exist: that is refused without a word. */
function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const { status, message, index } =
    error instanceof Refusal ? error : new Refusal(500, `sandbox: ${String(error)}`);
  if (index !== undefined) setQueryHeaders(response, index, true);
  if (message !== '') response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.writeHead(status);
  response.end(message);
}
