import { once } from 'node:events';
import { connect, createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import type { Pair } from '../../../src/stack/identity/authority.ts';

type Caller = { readonly ca?: string; readonly servername?: string; readonly pair?: Pair };

/** Connects over loopback; resolves with what the server says, or rejects with why there is no connection. */
export async function handshake(
  server: Pair,
  caller: Caller,
  options?: TlsOptions,
): Promise<string> {
  const { certificate: cert, key } = server;
  const listener = createServer({ cert, key, ...options }, (socket) => {
    socket.on('error', () => undefined); // the caller hangs up
    socket.end('hello');
  });
  listener.on('tlsClientError', () => undefined); // the caller learns of it
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const { ca, servername, pair } = caller;
  const socket = connect({
    host: '127.0.0.1',
    port: typeof address === 'object' && address !== null ? address.port : 0,
    ...(ca !== undefined && { ca }),
    ...(servername !== undefined && { servername }),
    ...(pair && { cert: pair.certificate, key: pair.key }),
  });
  try {
    return await said(socket);
  } finally {
    socket.destroy();
    listener.close();
  }
}

async function said(socket: TLSSocket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  if (text === '') throw new Error('The server hung up without a word');
  return text;
}
