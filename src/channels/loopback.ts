import type { IncomingHttpHeaders } from 'node:http';

const loopbackPeer = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;
const loopbackHost = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;
const forwarding =
  /^(?:forwarded|via|x-forwarded(?:-.+)?|x-(?:real|client|cluster-client)-ip|true-client-ip|cf-.+)$/;

/**
 * Whether a request was made on this machine: from a loopback peer, to a loopback name (a page that rebinds
 * its own name to 127.0.0.1 says that name), and not passed on by a proxy or a tunnel that runs here.
 */
export function isLocal(peer: string | undefined, headers: IncomingHttpHeaders): boolean {
  return (
    loopbackPeer.test(peer ?? '') &&
    loopbackHost.test(headers.host ?? '') &&
    !Object.keys(headers).some((name) => forwarding.test(name))
  );
}
