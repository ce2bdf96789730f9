import type { Cluster } from '../cluster.ts';
import { setStatus } from '../lifecycle/update.ts';
import { listOf } from '../shapes/shapes.ts';
import type { Job } from '../shapes/workload.ts';
import type { Stored } from '../store/object.ts';
import { createPod } from './create-pod.ts';
import { isControlledBy } from './ownership.ts';
import { isReady } from './pod-readiness.ts';
import { ownedBy, reconcile } from './reconcile.ts';
import { recordEvent } from './record-event.ts';

type Count = {
  readonly active: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly ready: number;
};

/** Runs pods until enough of them have succeeded, or too many have failed. */
export function startJobs(cluster: Cluster): void {
  reconcile(cluster, 'Job', ownedBy('Job'), (_, job) => {
    const { conditions = [] } = job.status ?? {};
    if (!job.metadata.deletionTimestamp && conditions.length === 0) advance(cluster, job);
  });
}

function advance(cluster: Cluster, job: Stored & Job): void {
  const count = countPods(cluster, job);
  const { completions = 1, parallelism = 1, backoffLimit = 6 } = job.spec;
  if (count.succeeded >= completions) return end(cluster, job, 'Complete', count);
  if (count.failed > backoffLimit) return end(cluster, job, 'Failed', count);
  const startTime = job.status?.startTime ?? cluster.now();
  setStatus(cluster, job, { ...job.status, startTime, ...counts(count) });
  const wanted = Math.min(parallelism, completions - count.succeeded);
  for (let missing = wanted - count.active; missing > 0; missing -= 1) createPod(cluster, job);
}

function countPods({ store }: Cluster, job: Stored): Count {
  const pods = listOf(store, 'Pod', job.metadata.namespace).filter((pod) =>
    isControlledBy(pod, job),
  );
  const inPhase = (phase: string): number =>
    pods.filter((one) => one.status?.phase === phase).length;
  const succeeded = inPhase('Succeeded');
  const failed = inPhase('Failed');
  const active = pods.length - succeeded - failed;
  return { active, succeeded, failed, ready: pods.filter(isReady).length };
}

const counts = (count: Count): object =>
  Object.fromEntries(
    Object.entries(count).filter(([name, number]) => number > 0 || name === 'ready'),
  );

const wording = {
  Complete: { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' },
  Failed: {
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
  },
};

function end(cluster: Cluster, job: Stored & Job, type: 'Complete' | 'Failed', count: Count): void {
  const now = cluster.now();
  const { reason, message } = wording[type];
  const condition = {
    status: 'True',
    lastProbeTime: now,
    lastTransitionTime: now,
    reason,
    message,
  };
  const earlier = type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
  setStatus(cluster, job, {
    startTime: job.status?.startTime ?? now,
    ...(type === 'Complete' && { completionTime: now }),
    ...counts({ ...count, ready: 0 }),
    conditions: [
      { type: earlier, ...condition },
      { type, ...condition },
    ],
  });
  const isGood = type === 'Complete';
  recordEvent(cluster, job, {
    type: isGood ? 'Normal' : 'Warning',
    reason: isGood ? 'Completed' : reason,
    message: isGood ? 'Job completed' : message,
    component: 'job-controller',
  });
}
