import { setMaxListeners } from 'node:events';
import type { RequestListener } from 'node:http';
import type { Pace } from '../pace.ts';
import { type Cluster, toTime } from './cluster.ts';
import { startDeployments } from './controllers/deployment.ts';
import { startEndpoints } from './controllers/endpoints.ts';
import { startGarbageCollector } from './controllers/garbage.ts';
import { startJobs } from './controllers/job.ts';
import { startKubelets } from './controllers/kubelet.ts';
import { startNamespaces } from './controllers/namespaces.ts';
import { setNodeReady, startNodes } from './controllers/node-readiness.ts';
import { startReplicaSets } from './controllers/replica-set.ts';
import { startScheduler } from './controllers/scheduler.ts';
import { startStatefulSets } from './controllers/stateful-set.ts';
import { startVolumes } from './controllers/volumes.ts';
import { type Faults, createFaults } from '../faults.ts';
import { createListener } from './http/listener.ts';
import { createPortForwarder, type UpgradeListener } from './http/port-forward.ts';
import type { PodPorts } from './http/port-forward-tunnel.ts';
import { seed } from './seed/seed.ts';
import { createModels } from './schema/models.ts';
import type { Probes, RunProgram } from './program.ts';
import { type Store, createStore } from './store/store.ts';

export type KubernetesSandbox = {
  /** The whole API, for `http.createServer`. Plain HTTP: listen on loopback only. */
  readonly listener: RequestListener;
  /** For the server's `upgrade` event: how ports of pods are forwarded. */
  readonly upgrade: UpgradeListener;
  readonly store: Store;
  readonly faults: Faults;
  /** Takes a node down, or brings it back. */
  readonly setNodeReady: (name: string, isReady: boolean) => void;
  /** Ends every timer and every watch. */
  readonly stop: () => void;
};

export type KubernetesSandboxOptions = {
  readonly pace: Pace;
  readonly clock: () => Date;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  /** What listens behind a port of a pod; without it nothing does. */
  readonly portForward?: PodPorts;
  /** What runs in a pod for real; without it pods only seem to run. */
  readonly runProgram?: RunProgram;
  /** What says that pods are ready; without it they are while they run. */
  readonly probes?: Probes;
};

const nothing = (): undefined => undefined;
const unprobed: Probes = { passes: nothing, onChange: () => nothing };

/** A Kubernetes cluster of seven nodes in this process: one store, an API over HTTP, and its controllers. */
export function createKubernetesSandbox(options: KubernetesSandboxOptions): KubernetesSandbox {
  const { pace, clock, random, portForward = nothing, runProgram = nothing } = options;
  const { probes = unprobed } = options;
  const store = createStore();
  const faults = createFaults();
  const ending = new AbortController();
  setMaxListeners(0, ending.signal); // every waiting pod and watch hears of the end
  const now = (): string => toTime(clock());
  const { signal } = ending;
  const printed = new Map<string, readonly string[]>();
  const world = { store, pace, clock, random, now, faults, signal };
  const cluster: Cluster = { ...world, models: createModels(), runProgram, probes, printed };

  seed(cluster);
  for (const start of controllers) start(cluster);
  const listener = createListener(cluster);
  return {
    listener,
    upgrade: createPortForwarder(cluster, listener, portForward),
    store,
    faults,
    setNodeReady: (name, isReady) => setNodeReady(cluster, name, isReady),
    stop: () => ending.abort(),
  };
}

const controllers = [
  startNamespaces,
  startNodes,
  startVolumes,
  startScheduler,
  startKubelets,
  startStatefulSets,
  startReplicaSets,
  startDeployments,
  startJobs,
  startEndpoints,
  startGarbageCollector,
];
