import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { buildConnector } from 'undici';
import type { Origin } from './http.ts';

/**
 * How undici connects to an origin over a stream of its own. TLS is spoken end to end over that stream, so the
 * certificate is verified as on any other connection.
 */
export function connectOver(
  open: () => Promise<Duplex>,
  tls: Origin['tls'],
  timeoutMs: number,
): buildConnector.connector {
  const secure = buildConnector({ ...tls, timeout: timeoutMs });
  const connect = async (...[options, callback]: Parameters<typeof secure>): Promise<void> => {
    const stream = await open().catch(toError);
    if (stream instanceof Error) return callback(stream, null);
    if (!isOpen(stream)) return callback(whyClosed(stream), null);
    if (options.protocol !== 'https:') return callback(null, stream);
    return secure({ ...options, httpSocket: stream }, callback);
  };
  return (options, callback) => void connect(options, callback);
}

/** Undici asks nothing more of a socket than of a stream: what else sockets have, it leaves to its own connector. */
function isOpen(stream: Duplex): stream is Socket {
  return stream.readable && stream.writable;
}

function whyClosed({ errored }: Duplex): Error {
  return errored ?? new Error('The stream was closed before it was used');
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('The stream did not open', { cause: error });
}
