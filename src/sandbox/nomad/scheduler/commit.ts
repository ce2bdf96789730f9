import type { Job } from '../jobspec/canonicalize.ts';
import type { Allocation } from '../state/allocation.ts';
import type { Evaluation } from '../state/evaluation.ts';
import type { Write } from '../state/state.ts';
import { nanoseconds, type World } from '../world.ts';
import { toDeployment } from './deploy.ts';
import type { Drawn } from './draw.ts';
import { createAllocation } from './new-allocation.ts';
import type { Scheduler } from './scheduler.ts';

type Done = {
  readonly job: Job;
  readonly evaluation: Evaluation;
  readonly drawn: readonly Drawn[];
  readonly open: Scheduler['open'];
};

/** One evaluation's outcome as one write: allocations, the finished evaluation, and one that waits for room. */
export function toWrite(world: World, done: Done): Write {
  const { job, evaluation, drawn, open } = done;
  const deployment = toDeployment(world, job, drawn);
  const queued = drawn.map(({ group, slots, placed }) => {
    return [group.Name, slots.length - placed.nodes.length] as const;
  });
  const misfits = drawn.flatMap(({ group, placed }) =>
    placed.misfit ? [[group.Name, placed.misfit] as const] : [],
  );
  const QueuedAllocations = Object.fromEntries(queued);
  const blocked =
    misfits.length > 0 &&
    open(job, 'queued-allocs', {
      Status: 'blocked',
      StatusDescription: 'created to place remaining allocations',
      PreviousEval: evaluation.ID,
      QueuedAllocations,
    });
  const finished: Evaluation = {
    ...evaluation,
    Status: 'complete',
    ModifyTime: nanoseconds(world),
    QueuedAllocations,
    ...(deployment && { DeploymentID: deployment.ID }),
    ...(blocked && { BlockedEval: blocked.ID, FailedTGAllocs: Object.fromEntries(misfits) }),
  };
  return {
    kind: 'PlanResult',
    allocations: drawn.flatMap((one) => toAllocations(world, done, one, deployment?.ID ?? '')),
    evaluations: [...superseded(world, evaluation), finished, ...(blocked ? [blocked] : [])],
    deployments: deployment ? [deployment] : [],
    queued: queued.map(([group, count]) => [job.ID, group, count] as const),
  };
}

/** A job waits for room once, with its newest wish. */
function superseded({ state }: World, { ID, JobID }: Evaluation): readonly Evaluation[] {
  return Array.from(state.evaluations.values())
    .filter((one) => one.JobID === JobID && one.Status === 'blocked' && one.ID !== ID)
    .map(cancel);
}

function cancel(evaluation: Evaluation): Evaluation {
  return { ...evaluation, Status: 'canceled' };
}

function toAllocations(
  world: World,
  { job, evaluation }: Done,
  { stop, keep, replace, slots, placed, group }: Drawn,
  DeploymentID: string,
): readonly Allocation[] {
  const ModifyTime = nanoseconds(world);
  const ending =
    (DesiredDescription: string) =>
    (one: Allocation): Allocation => ({
      ...one,
      DesiredStatus: 'stop',
      DesiredDescription,
      ModifyTime,
    });
  const carryOn = (one: Allocation): Allocation => ({
    ...one,
    Job: job,
    EvalID: evaluation.ID,
    DeploymentID,
    DeploymentStatus: null,
  });
  const pairs = placed.nodes.flatMap((node, at) => {
    const slot = slots[at];
    if (!slot) return [];
    const next = createAllocation(world, { job, evaluation, slot, node, group, DeploymentID });
    return [{ previous: slot.previous, next }];
  });
  const followed = pairs.flatMap(({ previous, next }) =>
    previous && !replace.includes(previous) ? [{ ...previous, NextAllocation: next.ID }] : [],
  );
  return [
    ...stop.map(ending('alloc not needed due to job update')),
    ...replace.map(ending('alloc is being updated due to job update')),
    ...keep.map(carryOn),
    ...followed,
    ...pairs.map(({ next }) => next),
  ];
}
