import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  channels,
  createPortForwardStream,
  onChannel,
  protocol,
} from '../../../platforms/kubernetes/port-forward-stream.ts';
import { acceptKey, toFrame } from '../../../platforms/kubernetes/websocket-frames.ts';
import type { Cluster } from '../cluster.ts';
import type { Pod } from '../shapes/pod.ts';
import type { Stored } from '../store/object.ts';

/** What listens behind a port of a pod: for the sandbox, a port on this machine. */
export type PodPorts = (
  pod: Pod,
  port: number,
) => { readonly host: string; readonly port: number } | undefined;

export type Wanted = { readonly pod: Stored & Pod; readonly port: number };

export type Upgraded = {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
};

/** Accepts the upgrade and joins both ends, for as long as the pod is there. What fails then, the error channel says. */
export function openTunnel(
  cluster: Cluster,
  { request, socket, head }: Upgraded,
  { pod, port }: Wanted,
  podPorts: PodPorts,
): void {
  socket.write(toAcceptance(request));
  const say = (channel: number, bytes: Uint8Array): void =>
    void socket.write(toFrame(onChannel(channel, bytes), 'server'));
  const number = Buffer.of(port & 0xff, port >> 8);
  for (const channel of Object.values(channels)) say(channel, number);

  const stream = createPortForwardStream(socket, { side: 'server', head });
  cutWith(cluster, pod, stream);
  const fail = (because: string): void => {
    const words = `error forwarding port ${port} to pod ${pod.metadata.name}: ${because}`;
    say(channels.error, Buffer.from(words));
    stream.end();
  };
  const place = podPorts(pod, port);
  if (!place) return fail(`dial tcp4 127.0.0.1:${port}: connect: connection refused`);
  const behind = connect(place);
  behind.once('error', ({ message }) => fail(message));
  stream.once('close', () => behind.destroy());
  stream.pipe(behind).pipe(stream);
}

function toAcceptance({ headers }: IncomingMessage): string {
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptKey(headers['sec-websocket-key'] ?? '')}`,
    `Sec-WebSocket-Protocol: ${protocol}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A pod that goes takes its connections with it, and so does the end of the sandbox. */
function cutWith({ store, signal }: Cluster, pod: Stored, stream: Duplex): void {
  const cut = (): void => void stream.destroy();
  const forget = store.subscribe(({ type, object }) => {
    if (type === 'DELETED' && object.metadata.uid === pod.metadata.uid) cut();
  });
  signal.addEventListener('abort', cut, { once: true });
  stream.once('close', () => {
    forget();
    signal.removeEventListener('abort', cut);
  });
}
