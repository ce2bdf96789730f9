import type { IncomingMessage } from 'node:http';

/**
 * Why a request is not from a page of this proxy. Any site a browser shows may send requests to loopback, and may
 * point a name of its own here: then the Host is that name.
 */
export function trespassOf({ headers, socket, url }: IncomingMessage): string | undefined {
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${host}:${socket.localPort}`);
  const { host = '', origin } = headers;
  if (!own.includes(host)) return `This is not ${host}: use http://127.0.0.1:${socket.localPort}.`;
  if (origin !== undefined && origin !== `http://${host}`)
    return `Pages of ${origin} may not use this proxy.`;
  if (url?.startsWith('/') !== true) return 'This is no proxy for other addresses.';
  const isPage = headers['sec-fetch-mode'] === 'navigate';
  return headers['sec-fetch-site'] === 'cross-site' && !isPage
    ? 'Pages of other sites may not use this proxy.'
    : undefined;
}
