import { randomBytes } from 'node:crypto';
import { type ClientRequest, type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Failure } from '../../failure.ts';
import { type Origin, toFailure } from '../http.ts';
import { createPortForwardStream, protocol } from './port-forward-stream.ts';
import { toRefusal } from './refusal.ts';
import { acceptKey } from './websocket-frames.ts';

export type PodPort = { readonly namespace: string; readonly pod: string; readonly port: number };

/**
 * Opens one connection to a port of a pod through the Kubernetes API: `pods/<name>/portforward`. A refusal leaves
 * as the Failure that the API server explains; @kubernetes/client-node would keep its words to itself, and read
 * and write without regard for a side that is slower.
 */
export async function openPodPort(
  { url, tls, headers }: Origin,
  { namespace, pod, port }: PodPort,
  signal: AbortSignal,
): Promise<Duplex> {
  const place = new URL(url);
  const path = ['api', 'v1', 'namespaces', namespace, 'pods', pod, 'portforward'];
  place.pathname = `${place.pathname.replace(/\/$/, '')}/${path.map(encodeURIComponent).join('/')}`;
  place.searchParams.set('ports', String(port));
  const key = randomBytes(16).toString('base64');
  const request = (place.protocol === 'https:' ? secure : plain)(place, {
    ...tls,
    agent: false,
    signal,
    headers: {
      ...(await headers?.()),
      'user-agent': 'hashinetes',
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': key,
      'sec-websocket-protocol': protocol,
    },
  });
  request.end();
  const [answer, socket, head] = await upgradeOf(request).catch((error: unknown) => {
    throw toFailure('Kubernetes', { path: [pod, 'portforward'] }, error);
  });
  if (answer.headers['sec-websocket-accept'] !== acceptKey(key)) {
    socket.destroy();
    const because = `what answers at ${place.host} does not speak WebSocket`;
    throw new Failure('unready', { platform: 'Kubernetes', because });
  }
  return createPortForwardStream(socket, { side: 'client', head });
}

type Upgrade = readonly [answer: IncomingMessage, socket: Duplex, head: Buffer];

function upgradeOf(request: ClientRequest): Promise<Upgrade> {
  return new Promise((resolve, reject) => {
    request.on('upgrade', (...upgrade) => resolve(upgrade));
    request.on('error', reject);
    request.on('response', (answer) => {
      const refused = async (): Promise<never> => {
        throw toRefusal({ status: answer.statusCode ?? 0, headers: {}, text: await text(answer) });
      };
      refused().catch(reject);
    });
  });
}
