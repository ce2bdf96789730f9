import type { Cluster } from '../cluster.ts';
import type { Container, Pod } from '../shapes/pod.ts';
import type { Stored } from '../store/object.ts';
import { isSidecar, running, terminated, waiting } from './container-status.ts';
import { missingMount, missingVariable } from './missing-mounts.ts';
import { isNodeReady } from './node-readiness.ts';
import { freePodAddress, nodeAddress } from './pod-address.ts';
import { hasNetwork, initialized, notReady } from './pod-conditions.ts';
import { type PodRecord, createPodRecord } from './pod-record.ts';
import { followReadiness } from './readiness.ts';
import { until } from './until.ts';

export type Life = {
  readonly cluster: Cluster;
  readonly pod: Stored & Pod;
  readonly record: PodRecord;
  /** About this long, a little different each time, so that pods do not move in step. */
  readonly about: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
};

/** What happens to a pod on its node, from its first status to ready or done, or until the signal ends it. */
export async function runPod(
  cluster: Cluster,
  pod: Stored & Pod,
  signal: AbortSignal,
): Promise<void> {
  const record = createPodRecord(cluster, pod, signal);
  const about = (ms: number): Promise<void> =>
    cluster.pace.wait(ms * (0.6 + cluster.random() * 0.8), signal);
  const life: Life = { cluster, pod, record, about, signal };
  const { containers = [], initContainers = [], restartPolicy } = pod.spec;

  await until(cluster, () => isNodeReady(cluster, pod.spec.nodeName), signal);
  accept(life);
  await mount(life);
  const podIP = freePodAddress(cluster, pod.spec.nodeName);
  record.show('Pending', [hasNetwork], { podIP, podIPs: [{ ip: podIP }] });
  for (const container of initContainers) if (!(await initialize(life, container))) return;
  record.show('Pending', [initialized(true)]);
  const pulls = await Promise.all(containers.map((container) => pull(life, container)));
  if (!pulls.every(Boolean)) return;
  await configure(life);
  for (const container of containers) start(life, container);
  record.show('Running', notReady());
  await about(2_500);
  if (restartPolicy === 'Always') await followReadiness(life);
  else finish(life, await runToEnd(life));
}

function accept({ cluster, pod, record }: Life): void {
  const hostIP = nodeAddress(cluster, pod.spec.nodeName);
  const conditions = [initialized(!pod.spec.initContainers?.length), ...notReady()];
  record.show('Pending', conditions, {
    hostIP,
    hostIPs: [{ ip: hostIP }],
    startTime: cluster.now(),
  });
}

/** Volumes whose Secret or ConfigMap is missing hold the pod in ContainerCreating. */
async function mount({ cluster, pod, record, about, signal }: Life): Promise<void> {
  const missing = (): string | undefined =>
    missingMount(cluster.store, pod.spec, pod.metadata.namespace ?? '');
  const first = missing();
  if (first) record.tell('FailedMount', first, 'Warning');
  await until(cluster, () => missing() === undefined, signal);
  await about(600);
}

async function initialize(life: Life, container: Container): Promise<boolean> {
  const { cluster, record, about } = life;
  if (!(await pull(life, container))) return false;
  const started = cluster.now();
  start(life, container);
  record.show('Pending', []);
  if (isSidecar(container)) return true;
  await about(800);
  record.set(container, terminated(0, started, cluster.now()), true);
  record.show('Pending', []);
  return true;
}

/** An image whose name contains `does-not-exist` is never found. */
async function pull({ record, about }: Life, container: Container): Promise<boolean> {
  const { image = '' } = container;
  record.tell('Pulling', `Pulling image "${image}"`);
  await about(2_000);
  if (!image.includes('does-not-exist')) {
    record.tell('Pulled', `Successfully pulled image "${image}"`);
    return true;
  }
  const why = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": not found`;
  record.set(container, waiting('ErrImagePull', why));
  record.show('Pending', notReady());
  record.tell('Failed', `Failed to pull image "${image}": ${why}`, 'Warning');
  await about(2_000);
  const backOff = `Back-off pulling image "${image}"`;
  record.set(container, waiting('ImagePullBackOff', `${backOff}: ErrImagePull: ${why}`));
  record.show('Pending', notReady());
  record.tell('BackOff', backOff, 'Warning');
  return false;
}

/** Variables whose Secret or ConfigMap is missing hold the containers back by name. */
async function configure({ cluster, pod, record, about, signal }: Life): Promise<void> {
  const missing = (): string | undefined =>
    missingVariable(cluster.store, pod.spec, pod.metadata.namespace ?? '');
  const first = missing();
  if (first) {
    for (const container of pod.spec.containers ?? [])
      record.set(container, waiting('CreateContainerConfigError', first));
    record.tell('Failed', `Error: ${first}`, 'Warning');
    record.show('Pending', notReady());
  }
  await until(cluster, () => missing() === undefined, signal);
  await about(300);
}

function start({ cluster, record }: Life, container: Container): void {
  record.set(container, running(cluster.now()), isSidecar(container));
  record.tell('Started', `Started container ${container.name}`);
}

const keptLogs = 200;
const exitCode = 'sandbox.hashinetes.dev/exit-code';

/** A pod that is not restarted ends as its program does, or else as its annotation says, or else well. */
async function runToEnd({ cluster, pod }: Life): Promise<number> {
  const ended = await cluster.runProgram(pod);
  if (!ended) return Number(pod.metadata.annotations?.[exitCode] ?? 0);
  cluster.printed.set(pod.metadata.uid, ended.lines);
  const [oldest] = cluster.printed.keys();
  if (cluster.printed.size > keptLogs && oldest !== undefined) cluster.printed.delete(oldest);
  return ended.exitCode;
}

function finish({ cluster, pod, record }: Life, code: number): void {
  const now = cluster.now();
  for (const container of pod.spec.containers ?? [])
    record.set(container, terminated(code, now, now));
  if (code === 0) record.show('Succeeded', notReady('PodCompleted'));
  else record.show('Failed', notReady('PodFailed'));
}
