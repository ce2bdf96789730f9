import { createHash, randomBytes } from 'node:crypto';
import { createServer, request as send } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProxy, type Proxy } from '../../src/open/proxy.ts';
import type { Origin } from '../../src/platforms/http.ts';
import { createPortForward } from '../../src/platforms/kubernetes/port-forward.ts';
import { createAuthority, issueLeaf, type Pair } from '../../src/stack/identity/authority.ts';
import { eventually } from '../house.ts';
import { type Listening, openTown, type Town, watch } from '../platforms/kubernetes/forwarded.ts';

const chance = { clock: Date.now, random: randomBytes };
const big = randomBytes(3_000_000).toString('base64');

let ca: Pair;
let nomad: Listening;
let town: Town;
let proxy: Proxy;
let door: Listening;

/** A dashboard behind TLS in the cluster: what it was asked, it tells. */
beforeAll(async () => {
  ca = await createAuthority(chance);
  const { certificate: cert, key } = await issueLeaf(ca, ['nomad.nomad.svc'], chance);
  const server = createSecureServer({ cert, key }, (request, response) => {
    const { method, url, headers } = request;
    if (url === '/') {
      return void response.writeHead(307, { location: 'https://nomad.nomad.svc/ui/' }).end();
    }
    if (url === '/big') return void response.end(big);
    if (method === 'PUT') return void request.pipe(response);
    response.setHeader('x-nomad-index', '7');
    response.end(JSON.stringify({ method, url, host: headers.host, origin: headers.origin }));
  });
  server.on('upgrade', ({ headers }, socket: Duplex) => {
    const lines = [
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${headers.origin}`,
    ];
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
    socket.pipe(socket);
    socket.on('error', () => undefined);
  });
  nomad = await watch(server);
  town = await openTown(() => nomad.port);
  proxy = openProxy({ ca: ca.certificate });
  door = await openDoor(proxy);
});
afterAll(async () => {
  await proxy.close();
  await Promise.all([door.close(), town.close(), nomad.close()]);
});

function openProxy(tls: Origin['tls']): Proxy {
  const { kubernetes, origin: kubeconfig } = town;
  const to = { namespace: 'nomad', service: 'nomad', port: 80 };
  const connect = createPortForward({ kubernetes, kubeconfig, to });
  const origin = { url: 'https://nomad.nomad.svc', connect, ...(tls && { tls }) };
  return createProxy({ platform: 'nomad', origin: () => Promise.resolve(origin) });
}

const openDoor = ({ listener, upgrade }: Proxy): Promise<Listening> =>
  watch(createServer(listener).on('upgrade', upgrade));

const at = (path: string, { port } = door): string => `http://127.0.0.1:${port}${path}`;

describe('createProxy', () => {
  it('leads to a dashboard in the cluster, its certificate verified', async () => {
    const answer = await fetch(at('/ui/jobs?a=b%20c'));
    expect(answer.headers.get('x-nomad-index')).toBe('7');
    expect(await answer.json()).toEqual({
      method: 'GET',
      url: '/ui/jobs?a=b%20c',
      host: 'nomad.nomad.svc',
    });
  });

  it('carries what is long, both ways', async () => {
    expect(await (await fetch(at('/big'))).text()).toBe(big);
    expect(await (await fetch(at('/echo'), { method: 'PUT', body: big })).text()).toBe(big);
  });

  it('keeps redirects on this side', async () => {
    const answer = await fetch(at('/'), { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('/ui/');
  });

  it('passes WebSockets through', async () => {
    const { socket, accept } = await openWebSocket({ origin: at('') });
    expect(accept).toBe('https://nomad.nomad.svc');
    socket.write('hello');
    const [said] = await new Promise<Buffer[]>((resolve) =>
      socket.once('data', (chunk: Buffer) => resolve([chunk])),
    );
    expect(String(said)).toBe('hello');
    socket.destroy();
    await eventually(async () => expect(nomad.connections()).toBeLessThanOrEqual(2));
  });

  it('turns away pages of other sites, and names that somebody points here', async () => {
    const headers = { origin: 'https://evil.example' };
    const refused = await fetch(at('/v1/jobs'), { method: 'POST', body: '{}', headers });
    expect(refused.status).toBe(403);
    expect(await refused.text()).toBe('Pages of https://evil.example may not use this proxy.\n');
    await expect(openWebSocket(headers)).rejects.toThrow('403');
    await expect(openWebSocket({ host: `evil.example:${door.port}` })).rejects.toThrow('403');
  });

  it('shows nothing of a server whose certificate is not trusted', async () => {
    const other = await createAuthority(chance);
    const careful = openProxy({ ca: other.certificate });
    const way = await openDoor(careful);
    const answer = await fetch(at('/ui/', way));
    expect(answer.status).toBe(502);
    expect(await answer.text()).toBe(
      'nomad does not answer: its certificate is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)\n',
    );
    await careful.close();
    await way.close();
  });
});

type Upgraded = { readonly socket: Duplex; readonly accept: unknown };

function openWebSocket(headers: Record<string, string>): Promise<Upgraded> {
  const key = createHash('md5').update('key').digest('base64');
  const request = send(at('/v1/client/exec'), {
    headers: {
      ...headers,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': key,
      'sec-websocket-version': '13',
    },
  });
  return new Promise((resolve, reject) => {
    request.on('upgrade', (answer, socket) =>
      resolve({ socket, accept: answer.headers['sec-websocket-accept'] }),
    );
    request.on('response', ({ statusCode }) => reject(new Error(String(statusCode))));
    request.on('error', reject);
    request.end();
  });
}
