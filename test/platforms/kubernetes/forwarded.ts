import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Server, Socket } from 'node:net';
import type { Origin } from '../../../src/platforms/http.ts';
import { createKubernetes } from '../../../src/platforms/kubernetes/client.ts';
import type { KubeObject } from '../../../src/platforms/kubernetes/kubernetes.ts';
import {
  createKubernetesSandbox,
  type KubernetesSandbox,
} from '../../../src/sandbox/kubernetes/kubernetes-sandbox.ts';
import { createPace } from '../../../src/sandbox/pace.ts';
import type { Pair } from '../../../src/stack/identity/authority.ts';
import { eventually } from '../../house.ts';

export type Listening = {
  readonly port: number;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

/** A server on a free port of this machine, with TLS where it is given a certificate. */
export async function serve(listener: RequestListener, pair?: Pair): Promise<Listening> {
  const server = pair
    ? createSecureServer({ cert: pair.certificate, key: pair.key }, listener)
    : createServer(listener);
  return watch(server);
}

export async function watch(server: Server): Promise<Listening> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    connections: () => open.size,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<unknown>((resolve) => server.close(resolve));
    },
  };
}

export type Town = Listening & {
  readonly sandbox: KubernetesSandbox;
  readonly origin: () => Promise<Origin>;
  readonly kubernetes: ReturnType<typeof createKubernetes>;
};

/** A sandbox cluster with the Service nomad/nomad of three servers; `behind` is what listens in each of them. */
export async function openTown(behind: (pod: string) => number | undefined): Promise<Town> {
  const sandbox = createKubernetesSandbox({
    pace: createPace(0),
    clock: () => new Date(),
    random: Math.random,
    portForward: ({ metadata }, port) => {
      const local = port === 4646 ? behind(metadata.name) : undefined;
      return local === undefined ? undefined : { host: '127.0.0.1', port: local };
    },
  });
  const api = await watch(createServer(sandbox.listener).on('upgrade', sandbox.upgrade));
  const place = { url: `http://127.0.0.1:${api.port}` };
  const origin = (): Promise<Origin> => Promise.resolve(place);
  const kubernetes = createKubernetes({ origin });
  for (const object of nomad) await kubernetes.apply(object);
  await eventually(async () => {
    const pods = await kubernetes.pods({ namespace: 'nomad' });
    if (pods.filter(({ isReady }) => isReady).length < 3) throw new Error('not ready yet');
  });
  return {
    ...api,
    sandbox,
    origin,
    kubernetes,
    async close() {
      await kubernetes.close();
      sandbox.stop();
      await api.close();
    },
  };
}

const labels = { app: 'nomad' };
const ports = [{ name: 'http', containerPort: 4646 }];
const nomad: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'nomad' } },
  service('nomad', { selector: labels, ports: [{ port: 80, targetPort: 'http' }] }),
  service('nobody', { selector: { app: 'nobody' }, ports: [{ port: 80 }] }),
  Object.assign(
    { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'nomad', namespace: 'nomad' } },
    {
      spec: {
        serviceName: 'nomad',
        replicas: 3,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'nomad', image: 'nomad:2', ports }] },
        },
      },
    },
  ),
];

function service(name: string, spec: object): KubeObject {
  return Object.assign(
    { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'nomad' } },
    { spec },
  );
}
