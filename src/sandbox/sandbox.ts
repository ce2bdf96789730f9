import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKubernetesSandbox, type KubernetesSandbox } from './kubernetes/kubernetes-sandbox.ts';
import { watchServers } from './kubernetes/watch-servers.ts';
import { createNomadSandbox, type NomadSandbox } from './nomad/nomad-sandbox.ts';
import { createPace } from './pace.ts';

export type Sandbox = {
  /** Base URLs on loopback. */
  readonly kubernetes: string;
  readonly nomad: string;
  /** What a person at the machine could do: break things, take nodes down, resize the pool. */
  readonly controls: {
    readonly kubernetes: Pick<KubernetesSandbox, 'faults' | 'setNodeReady'>;
    readonly nomad: Pick<NomadSandbox, 'pool' | 'setFate' | 'loseMachine'>;
  };
  readonly stop: () => Promise<void>;
};

export type SandboxOptions = {
  readonly paceFactor: number;
  readonly clock: () => Date;
  readonly random: () => number;
};

/** Serves Kubernetes, and the Nomad that its pods make up, over HTTP on loopback from this process. */
export async function startSandbox({ paceFactor, clock, random }: SandboxOptions): Promise<Sandbox> {
  const pace = createPace(paceFactor);
  const kubernetes = createKubernetesSandbox({ pace, clock, random });
  const servers = watchServers(kubernetes.store, { namespace: 'nomad', statefulSet: 'nomad' });
  const nomad = createNomadSandbox({ pace, clock, random, servers });
  const doors = await Promise.all([open(kubernetes.listener), open(nomad.listener)]);
  const [kubernetesUrl, nomadUrl] = doors.map(({ url }) => url);
  return {
    kubernetes: kubernetesUrl ?? '',
    nomad: nomadUrl ?? '',
    controls: { kubernetes, nomad },
    async stop() {
      nomad.stop();
      kubernetes.stop();
      await Promise.all(doors.map(({ server }) => shut(server)));
    },
  };
}

async function open(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${portOf(server.address())}` };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
