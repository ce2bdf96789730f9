import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Quorum } from '../../quorum.ts';
import type { State } from '../core/state.ts';
import type { Mounts } from '../core/mounts.ts';
import type { VaultServer } from '../core/vault-servers.ts';
import type { World } from '../world.ts';
import { admit } from './admit.ts';
import { type Call, readCall } from './call.ts';
import { enclose, type Sent } from './envelope.ts';
import { inList, Refusal } from './refusal.ts';
import type { Answer, Route } from './route.ts';

/** One life of a Vault: a wiped one begins another. */
export type Life = { readonly state: State; readonly mounts: Mounts };

/** Serves as a server of Vault would: not at all while it is down, refusing while sealed or without a leader. */
export function createListener(
  world: World,
  quorum: Quorum,
  find: () => VaultServer | undefined,
  life: () => Life,
  /** What is answered by every server, sealed or not. */
  front: readonly Route[],
): RequestListener {
  return (request, response) => {
    const server = find();
    if (!server) return void request.socket.destroy();
    void respond(request, server)
      .catch(toRefused)
      .then((sent) => send(response, sent));
  };

  async function respond(request: IncomingMessage, server: VaultServer): Promise<Sent> {
    const call = await readCall(request, server);
    const { state } = life();
    return enclose(world, state, call, await answer(call));
  }

  async function answer(call: Call): Promise<Answer> {
    const open = match(front, call.path, call.operation);
    if (open) return open.handle({ ...call, names: open.names });
    const { state, mounts } = life();
    if (call.server.seal.isSealed()) throw new Refusal(503, 'Vault is sealed');
    if (!quorum.leader())
      throw new Refusal(500, 'local node not active but active cluster node not found');
    state.leases.sweep();
    state.tokens.sweep();
    return inMount(state, mounts, call);
  }
}

function inMount(state: State, mounts: Mounts, call: Call): Answer | Promise<Answer> {
  const mount = mounts.find(call.path);
  const inner = call.path.slice(mount?.path.length ?? 0);
  const route = mount?.routes.find(({ path }) => path.test(inner));
  if (!route) {
    admit(state, call, undefined);
    throw new Refusal(404, `no handler for route "${call.path}". route entry not found.`);
  }
  const found = match([route], inner, call.operation);
  const named = { ...call, names: found?.names ?? [] };
  const token = route.open ? undefined : admit(state, named, route);
  if (found) return found.handle({ ...named, token });
  throw new Refusal(405, inList('unsupported operation'));
}

function match(
  routes: readonly Route[],
  path: string,
  operation: Call['operation'],
): { handle: (call: Call) => Answer | Promise<Answer>; names: readonly string[] } | undefined {
  for (const route of routes) {
    const [whole, ...names] = route.path.exec(path) ?? [undefined];
    const handle = route[operation];
    if (whole !== undefined && handle) return { handle, names: names.map((name) => name ?? '') };
  }
  return undefined;
}

function toRefused(error: unknown): Sent {
  const { status, errors } =
    error instanceof Refusal ? error : new Refusal(500, `sandbox: ${String(error)}`);
  return { status, body: { errors } };
}

function send(response: ServerResponse, { status, body }: Sent): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(body === undefined ? undefined : `${JSON.stringify(body)}\n`);
}
