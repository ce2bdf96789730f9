import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls';
import type { Origin } from './http.ts';

/** What came of a handshake: the server's certificate, and why it is not trusted where it is not. */
export type Handshake = {
  readonly certificate: X509Certificate | undefined;
  readonly refusal: string | undefined;
};

/**
 * Shakes hands anew with the CA and the name that the origin asks for, and tells what is wrong with a certificate
 * rather than that it is. Nothing where nobody answers.
 */
export async function shakeHands(
  origin: Origin,
  signal: AbortSignal,
): Promise<Handshake | undefined> {
  const socket = await connectTo(origin);
  try {
    await once(socket, 'secureConnect', { signal });
    const refusal = socket.authorized ? undefined : String(socket.authorizationError);
    return { certificate: socket.getPeerX509Certificate(), refusal };
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

async function connectTo({ url, tls, connect: open }: Origin): Promise<TLSSocket> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const servername = tls?.servername ?? host;
  return connect({
    ...tls,
    ...(open ? { socket: await open() } : { host, port: Number(port || 443) }),
    ...(isIP(servername) === 0 && { servername }),
    checkServerIdentity: (_host, certificate) => checkServerIdentity(servername, certificate),
    rejectUnauthorized: false,
  });
}
