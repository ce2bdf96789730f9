import { running } from './container-status.ts';
import { notReady, ready } from './pod-conditions.ts';
import type { Life } from './pod-life.ts';

/** A probe is asked every three seconds; it passes at once, and fails when it has failed twice. */
const passedMs = 1_500;
const failedMs = 4_500;

/** Shows a pod that runs as ready, for as long as its probe passes. */
export async function followReadiness(life: Life): Promise<void> {
  const { cluster, pod, about, signal } = life;
  const { probes } = cluster;
  const startedAt = cluster.now();
  let isShown: boolean | undefined;
  const isNew = (): boolean => isShown !== (probes.passes(pod) ?? true);
  while (!signal.aborted) {
    if (isShown !== undefined) await changed(life, isNew);
    if (isShown !== undefined) await about(isShown ? failedMs : passedMs);
    if (!isNew() || signal.aborted) continue;
    isShown = probes.passes(pod) ?? true;
    show(life, startedAt, isShown);
  }
}

function show({ pod, record }: Life, startedAt: string, isReady: boolean): void {
  for (const container of pod.spec.containers ?? [])
    record.set(container, running(startedAt), isReady);
  record.show('Running', isReady ? ready : notReady());
}

/** Resolves once it is so, looking again whenever a probe may have changed, or when the pod's life ends. */
function changed({ cluster: { probes }, signal }: Life, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || isSo()) return resolve();
    const done = (): void => {
      forget();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const forget = probes.onChange(() => isSo() && done());
    signal.addEventListener('abort', done, { once: true });
    return undefined;
  });
}
