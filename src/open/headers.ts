import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Origin } from '../platforms/http.ts';

/** What is between two neighbours, and what undici sets itself. */
const ownToEach = new Set([
  'connection',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

type Headers = Record<string, string | string[]>;

/** The path and headers to ask the platform with. */
export async function toOutgoing(
  { url = '/', headers }: IncomingMessage,
  place: Origin,
): Promise<{ path: string; headers: Headers }> {
  const { pathname, origin } = new URL(place.url);
  return {
    path: `${pathname.replace(/\/$/, '')}${url}`,
    headers: {
      ...passedOn(headers),
      ...(headers.origin !== undefined && { origin }),
      ...(await place.headers?.()),
    },
  };
}

/** A redirect to the platform's own address leads through the proxy again. */
export function toIncoming(headers: IncomingHttpHeaders, { url }: Origin): Headers {
  const { origin } = new URL(url);
  const { location } = headers;
  return {
    ...passedOn(headers),
    ...(location?.startsWith(origin) && { location: location.slice(origin.length) || '/' }),
  };
}

function passedOn(headers: IncomingHttpHeaders): Headers {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || ownToEach.has(name) ? [] : [[name, value] as const],
  );
  return Object.fromEntries(given);
}
