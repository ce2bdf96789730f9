import { type RequestListener, ServerResponse, type IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { protocol } from '../../../platforms/kubernetes/port-forward-stream.ts';
import type { Cluster } from '../cluster.ts';
import { isKind } from '../shapes/shapes.ts';
import { badRequest, noSuchResource } from '../status-error.ts';
import { authorize } from './authorize.ts';
import { type Call, toCall } from './call.ts';
import { openTunnel, type PodPorts, type Wanted } from './port-forward-tunnel.ts';
import { type Target, toTarget } from './target.ts';
import { find } from './write.ts';

/** `pods/<name>/portforward` of a request that is no upgrade, or one that this server does not speak. */
export function refusePortForward(cluster: Cluster, call: Call, target: Target): never {
  readWanted(cluster, call, target);
  throw badRequest('Upgrade request required');
}

/** Also a GET needs `create`. @see https://github.com/kubernetes/kubernetes/issues/133515 */
function readWanted(cluster: Cluster, call: Call, target: Target): Wanted {
  authorize(cluster, call, target, 'create');
  const pod = find(cluster, target);
  if (!isKind(pod, 'Pod')) throw noSuchResource();
  if (!pod.spec.nodeName)
    throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  return { pod, port: Number(call.query.get('ports')) };
}

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** For the `upgrade` event of the server. Whatever can not be forwarded is answered by the listener. */
export function createPortForwarder(
  cluster: Cluster,
  listener: RequestListener,
  podPorts: PodPorts,
): UpgradeListener {
  return (request, socket, head) => {
    const wanted = admit(cluster, request);
    if (wanted) return openTunnel(cluster, { request, socket, head }, wanted, podPorts);
    if (!(socket instanceof Socket)) return void socket.destroy();
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.end());
    return listener(request, response);
  };
}

function admit(cluster: Cluster, request: IncomingMessage): Wanted | undefined {
  const { upgrade, 'sec-websocket-protocol': offered = '' } = request.headers;
  if (upgrade !== 'websocket' || !offered.split(/, */).includes(protocol)) return undefined;
  try {
    const call = toCall(request);
    const target = toTarget(call.path);
    if (target?.subresource !== 'portforward') return undefined;
    authorize(cluster, call, target);
    return readWanted(cluster, call, target);
  } catch {
    return undefined; // the listener finds the same, and words it
  }
}
