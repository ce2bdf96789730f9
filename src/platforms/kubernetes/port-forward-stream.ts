import { Duplex } from 'node:stream';
import { Failure } from '../../failure.ts';
import { createFrameReader, type Frame, opcodes, toFrame } from './websocket-frames.ts';

/** The subprotocol of binary messages: a channel's number, then its bytes. */
export const protocol = 'v4.channel.k8s.io';

export const channels = { data: 0, error: 1 } as const;

type Tunnel = {
  readonly side: 'client' | 'server';
  /** What arrived together with the upgrade. */
  readonly head: Buffer;
};

/**
 * The bytes of one forwarded port, over an upgraded connection. Each channel's first message from the server is
 * the port's number; what follows on the error channel is why the port does not answer, and ends the stream.
 * There is no half-close: an end, from either side, is the end of both.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.30.0/pkg/kubelet/cri/streaming/portforward/websocket.go
 */
export function createPortForwardStream(socket: Duplex, { side, head }: Tunnel): Duplex {
  const read = createFrameReader();
  const greeted = new Set<number>(side === 'server' ? Object.values(channels) : []);
  const send = (frame: Frame, done?: (error?: Error | null) => void): void =>
    void socket.write(toFrame(frame, side), done);

  const stream = new Duplex({
    allowHalfOpen: false,
    read: () => void socket.resume(),
    write: (bytes: Buffer, _encoding, done) => send(onChannel(channels.data, bytes), done),
    final: (done) =>
      socket.writable ? send({ opcode: opcodes.close, payload: normal }, done) : done(),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });

  function take({ opcode, payload }: Frame): void {
    if (opcode === opcodes.ping) return send({ opcode: opcodes.pong, payload });
    if (opcode === opcodes.close) return void stream.push(null);
    if (opcode !== opcodes.binary || payload.length === 0) return;
    const channel = payload.readUInt8(0);
    if (!greeted.has(channel)) return void greeted.add(channel);
    const bytes = payload.subarray(1);
    if (channel === channels.error) stream.destroy(toDeaf(bytes.toString('utf8')));
    else if (channel === channels.data && !stream.push(bytes)) socket.pause();
  }

  function onBytes(bytes: Buffer): void {
    try {
      for (const frame of read(bytes)) if (!stream.destroyed) take(frame);
    } catch (cause) {
      stream.destroy(toBroken('what it sends are not WebSocket frames', cause));
    }
  }

  stream.on('error', () => undefined); // it may come before anybody listens; `errored` keeps it
  socket.on('data', onBytes);
  socket.on('error', (cause) => stream.destroy(toBroken(cause.message, cause)));
  for (const over of ['end', 'close']) socket.on(over, () => stream.push(null));
  if (head.length > 0) onBytes(head);
  return stream;
}

export const onChannel = (channel: number, bytes: Uint8Array): Frame => ({
  opcode: opcodes.binary,
  payload: Buffer.concat([Buffer.of(channel), bytes]),
});

const normal = Buffer.from([0x03, 0xe8]); // 1000

/** What the kubelet says of the port in the pod: it is told of whatever was asked for there, not of Kubernetes. */
function toDeaf(text: string): Failure {
  const because = /connection refused/.test(text) ? 'nothing listens in its pod' : text;
  const { cause } = toBroken(text);
  return new Failure('unreachable', { because }, { cause });
}

/** To whoever uses the stream this is a connection that broke: what only reads may try again. */
function toBroken(because: string, cause?: unknown): Failure {
  const broken = Object.assign(new Error(because, { cause }), { code: 'ECONNRESET' });
  return new Failure('unreachable', { platform: 'Kubernetes', because }, { cause: broken });
}
