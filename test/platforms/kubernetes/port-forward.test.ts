import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttp, type Http, type Origin } from '../../../src/platforms/http.ts';
import { createPortForward } from '../../../src/platforms/kubernetes/port-forward.ts';
import { channels, onChannel } from '../../../src/platforms/kubernetes/port-forward-stream.ts';
import { acceptKey, toFrame } from '../../../src/platforms/kubernetes/websocket-frames.ts';
import { createNomad } from '../../../src/platforms/nomad/client.ts';
import { watchServers } from '../../../src/sandbox/kubernetes/watch-servers.ts';
import { createNomadSandbox } from '../../../src/sandbox/nomad/nomad-sandbox.ts';
import { createPace } from '../../../src/sandbox/pace.ts';
import { type Pair, createAuthority, issueLeaf } from '../../../src/stack/identity/authority.ts';
import { eventually } from '../../house.ts';
import { type Listening, openTown, serve, type Town, watch } from './forwarded.ts';

const chance = { clock: Date.now, random: randomBytes };
const names = ['nomad.nomad.svc', 'localhost'];
const to = { namespace: 'nomad', service: 'nomad', port: 80 };
const big = randomBytes(3_000_000).toString('base64');

let town: Town;
let ca: Pair;
let plain: Listening;
let secure: Listening;
let closed: readonly string[] = [];
let behind: Listening;

beforeAll(async () => {
  ca = await createAuthority(chance);
  const leaf = await issueLeaf(ca, names, chance);
  plain = await serve((request, response) => {
    if (request.url === '/v1/slow') return;
    if (request.method === 'GET')
      return void response.end(request.url === '/v1/big' ? big : 'hello');
    request.pipe(response);
  });
  secure = await serve((_request, response) => void response.end('hello, in private'), leaf);
  town = await openTown((pod) => (closed.includes(pod) ? undefined : behind.port));
});
afterAll(async () => {
  await town.close();
  await Promise.all([plain.close(), secure.close()]);
});
beforeEach(() => {
  closed = [];
  behind = plain;
});

type Opened = Http & { readonly get: (name: string) => Promise<string> };

function open(
  place: Partial<Origin> = {},
  target: Partial<typeof to> = {},
  timeoutMs = 2_000,
): Opened {
  const { kubernetes, origin: kubeconfig } = town;
  const connect = createPortForward({
    kubernetes,
    kubeconfig,
    to: { ...to, ...target },
    timeoutMs,
  });
  const origin = { url: 'http://nomad.nomad.svc', connect, ...place };
  const http = createHttp({ platform: 'nomad', origin: () => Promise.resolve(origin), timeoutMs });
  return { ...http, get: async (name) => (await http.send({ path: ['v1', name] })).text };
}

async function using<T>(http: Opened, work: (http: Opened) => Promise<T>): Promise<T> {
  try {
    return await work(http);
  } finally {
    await http.close();
  }
}

describe('createPortForward', () => {
  it('reaches a port of a Service through the Kubernetes API', () =>
    using(open(), async ({ get }) => {
      expect(await get('any')).toBe('hello');
      expect(await get('again')).toBe('hello');
    }));

  it('carries megabytes both ways unchanged', () =>
    using(open(), async ({ get, send }) => {
      expect(await get('big')).toBe(big);
      const { text } = await send({ method: 'PUT', path: ['v1', 'echo'], body: big });
      expect(JSON.parse(text)).toBe(big);
    }));

  it('opens several connections side by side and closes every one', () =>
    using(open(), async ({ get, close }) => {
      await Promise.all(Array.from({ length: 12 }, () => get('big')));
      expect(plain.connections()).toBeGreaterThan(4);
      await close();
      await eventually(async () => expect(plain.connections()).toBe(0));
    }));

  it('leaves nothing behind when a call is aborted', () =>
    using(open(), async ({ during, close }) => {
      const call = during(AbortSignal.timeout(100)).send({ path: ['v1', 'slow'] });
      await expect(call).rejects.toMatchObject({ kind: 'late' });
      await eventually(async () => expect(plain.connections()).toBe(0));
      await close();
    }));

  it('goes to another ready pod when one does not answer, or goes while it is used', () =>
    using(open(), async ({ get }) => {
      closed = ['nomad-0'];
      expect(await get('any')).toBe('hello');
      await town.kubernetes.remove('Pod', 'nomad-1', 'nomad');
      expect(await get('any')).toBe('hello');
    }));

  it('brings a Nomad client to the Nomad of the sandbox', async () => {
    const { sandbox, kubernetes, origin: kubeconfig } = town;
    const inside = createNomadSandbox({
      pace: createPace(0),
      clock: () => new Date(),
      random: Math.random,
      servers: watchServers(sandbox.store, { namespace: 'nomad', statefulSet: 'nomad' }),
    });
    const listening = await serve(inside.listener);
    behind = listening;
    const connect = createPortForward({ kubernetes, kubeconfig, to });
    const origin = { url: 'http://nomad.nomad.svc', connect };
    const client = createNomad({ origin: () => Promise.resolve(origin) });
    await eventually(async () => expect(await client.leader()).toMatch(/:4647$/));
    await client.close();
    inside.stop();
    await listening.close();
  });

  it('verifies the certificate of the server end to end', () =>
    using(
      open({ url: 'https://nomad.nomad.svc', tls: { ca: ca.certificate } }),
      async ({ get }) => {
        behind = secure;
        expect(await get('any')).toBe('hello, in private');
      },
    ));

  it('verifies another name where one is given', () =>
    using(
      open({
        url: 'https://vault.vault.svc',
        tls: { ca: ca.certificate, servername: 'localhost' },
      }),
      async ({ get }) => {
        behind = secure;
        expect(await get('any')).toBe('hello, in private');
      },
    ));

  it('refuses the certificate of another CA', async () => {
    const other = await createAuthority(chance);
    behind = secure;
    const http = open({ url: 'https://nomad.nomad.svc', tls: { ca: other.certificate } });
    await using(http, async ({ get }) => {
      await expect(get('any')).rejects.toMatchObject({
        kind: 'unreachable',
        facts: { because: expect.stringContaining('its certificate is not trusted') },
      });
    });
    await eventually(async () => expect(secure.connections()).toBe(0));
  });

  it('refuses a certificate for another name', async () => {
    behind = secure;
    const http = open({ url: 'https://vault.vault.svc', tls: { ca: ca.certificate } });
    await using(http, async ({ get }) => {
      await expect(get('any')).rejects.toMatchObject({
        facts: { because: 'its certificate is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)' },
      });
    });
  });

  it('says that no pod is ready, that a Service is not there, that a port is not its', async () => {
    await using(open({}, { service: 'nobody' }), ({ get }) =>
      expect(get('any')).rejects.toMatchObject({
        kind: 'unready',
        facts: { because: 'it has no pods' },
      }),
    );
    await using(open({}, { service: 'nothing' }), ({ get }) =>
      expect(get('any')).rejects.toMatchObject({ kind: 'absent', facts: { what: 'nothing' } }),
    );
    await using(open({}, { port: 81 }), ({ get }) =>
      expect(get('any')).rejects.toMatchObject({
        kind: 'invalid',
        facts: { because: 'the Service nomad/nomad has no pods behind port 81' },
      }),
    );
  });

  it('says which permission is missing', async () => {
    const allow = town.sandbox.faults.deny({ verb: 'create', subresource: 'portforward' });
    await using(open(), ({ get }) =>
      expect(get('any')).rejects.toMatchObject({
        kind: 'forbidden',
        facts: { because: expect.stringContaining('no right to create pods/portforward') },
      }),
    );
    allow();
  });

  it('survives a refusal that arrives together with the upgrade', async () => {
    const api = await watch(
      createServer((socket) => socket.once('data', (request) => refuse(socket, request))),
    );
    const { kubernetes } = town;
    const kubeconfig = async (): Promise<Origin> => ({ url: `http://127.0.0.1:${api.port}` });
    const connect = createPortForward({ kubernetes, kubeconfig, to });
    await expect(connect()).rejects.toMatchObject({
      kind: 'unreachable',
      facts: { because: 'nothing listens in the pod' },
    });
    await api.close();
  });

  it('asks another pod after one whose node took all the time', async () => {
    const asked: string[] = [];
    const api = await watch(
      createServer((socket) =>
        socket.on('data', (request) =>
          asked.push(/pods\/([^/]+)/.exec(String(request))?.[1] ?? ''),
        ),
      ),
    );
    const { kubernetes } = town;
    const kubeconfig = async (): Promise<Origin> => ({ url: `http://127.0.0.1:${api.port}` });
    const connect = createPortForward({ kubernetes, kubeconfig, to, timeoutMs: 200 });
    await expect(connect()).rejects.toMatchObject({ kind: 'late' });
    await expect(connect()).rejects.toMatchObject({ kind: 'late' });
    expect(new Set(asked).size).toBe(2);
    await api.close();
  });

  it('ends at its deadline when the API never answers', async () => {
    const hung = await watch(createServer((socket) => socket.resume()));
    const { kubernetes } = town;
    const kubeconfig = async (): Promise<Origin> => ({ url: `http://127.0.0.1:${hung.port}` });
    const connect = createPortForward({ kubernetes, kubeconfig, to, timeoutMs: 100 });
    await expect(connect()).rejects.toMatchObject({
      kind: 'late',
      facts: { platform: 'Kubernetes' },
    });
    await eventually(async () => expect(hung.connections()).toBe(0));
    await hung.close();
  });
});

/** The upgrade, the greeting of both channels and the refusal, in one packet. */
function refuse(socket: Socket, request: Buffer): void {
  const key = /sec-websocket-key: (.*)\r/i.exec(String(request))?.[1] ?? '';
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptKey(key)}`,
  ];
  const frames = [
    onChannel(channels.data, Buffer.of(0, 0)),
    onChannel(channels.error, Buffer.of(0, 0)),
    onChannel(channels.error, Buffer.from('nothing listens in the pod')),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
  socket.write(Buffer.concat([head, ...frames.map((frame) => toFrame(frame, 'server'))]));
}
