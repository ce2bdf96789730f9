import type { Job } from '../jobspec/canonicalize.ts';
import type { Allocation } from '../state/allocation.ts';
import type { Evaluation } from '../state/evaluation.ts';
import type { Node } from '../state/node.ts';
import type { Write } from '../state/state.ts';
import { nanoseconds, type World } from '../world.ts';
import { toDeployment } from './deploy.ts';
import type { Drawn } from './draw.ts';
import type { Slot } from './reconcile.ts';
import type { Scheduler } from './scheduler.ts';

type Done = {
  readonly job: Job;
  readonly evaluation: Evaluation;
  readonly drawn: readonly Drawn[];
  readonly due: ReadonlySet<string>;
  readonly open: Scheduler['open'];
};

/** One evaluation's outcome as one write: allocations, the finished evaluation, and one that waits for room. */
export function toWrite(world: World, done: Done): Write {
  const { job, evaluation, drawn, open } = done;
  const deployment = toDeployment(world, job, drawn);
  const allocations = drawn.flatMap((one) => toAllocations(world, done, one, deployment?.ID ?? ''));
  const short = drawn.filter(({ placed }) => placed.misfit !== undefined);
  const misfits = Object.fromEntries(
    short.flatMap(({ group, placed }) => (placed.misfit ? [[group.Name, placed.misfit]] : [])),
  );
  const queued = drawn.map(({ group, slots, placed }) => {
    return [group.Name, slots.length - placed.nodes.length] as const;
  });
  const blocked =
    short.length > 0 &&
    open(job, 'queued-allocs', {
      Status: 'blocked',
      StatusDescription: 'created to place remaining allocations',
      PreviousEval: evaluation.ID,
      QueuedAllocations: Object.fromEntries(queued),
    });
  const finished: Evaluation = {
    ...evaluation,
    Status: 'complete',
    ModifyTime: nanoseconds(world),
    QueuedAllocations: Object.fromEntries(queued),
    ...(deployment && { DeploymentID: deployment.ID }),
    ...(blocked && { BlockedEval: blocked.ID, FailedTGAllocs: misfits }),
  };
  return {
    kind: 'PlanResult',
    allocations,
    evaluations: [...supersede(world, evaluation), finished, ...(blocked ? [blocked] : [])],
    deployments: deployment ? [deployment] : [],
    queued: queued.map(([group, count]) => [job.ID, group, count] as const),
  };
}

/** A job waits for room once, with its newest wish. */
function supersede({ state }: World, { ID, JobID }: Evaluation): readonly Evaluation[] {
  return Array.from(state.evaluations.values())
    .filter((one) => one.JobID === JobID && one.Status === 'blocked' && one.ID !== ID)
    .map((one) => ({ ...one, Status: 'canceled' }));
}

function toAllocations(
  world: World,
  { job, evaluation }: Done,
  { stop, keep, replace, slots, placed, group }: Drawn,
  DeploymentID: string,
): readonly Allocation[] {
  const ending = (one: Allocation, why: string): Allocation => ({
    ...one,
    DesiredStatus: 'stop',
    DesiredDescription: why,
    ModifyTime: nanoseconds(world),
  });
  const pairs = placed.nodes.flatMap((node, at) => {
    const slot = slots[at];
    return slot
      ? [
          [
            slot,
            create(world, { job, evaluation, slot, node, group: group.Name, DeploymentID }),
          ] as const,
        ]
      : [];
  });
  const followed = pairs.flatMap(([{ previous }, next]) =>
    previous && !replace.includes(previous) ? [{ ...previous, NextAllocation: next.ID }] : [],
  );
  return [
    ...stop.map((one) => ending(one, 'alloc not needed due to job update')),
    ...replace.map((one) => ending(one, 'alloc is being updated due to job update')),
    ...keep.map((one) => ({ ...one, Job: job, EvalID: evaluation.ID })),
    ...followed,
    ...pairs.map(([, next]) => next),
  ];
}

type Seat = {
  readonly job: Job;
  readonly evaluation: Evaluation;
  readonly slot: Slot;
  readonly node: Node;
  readonly group: string;
  readonly DeploymentID: string;
};

function create(
  world: World,
  { job, evaluation, slot, node, group, DeploymentID }: Seat,
): Allocation {
  const now = nanoseconds(world);
  return {
    ID: world.uuid(),
    EvalID: evaluation.ID,
    Name: slot.name,
    Namespace: job.Namespace,
    NodeID: node.ID,
    NodeName: node.Name,
    JobID: job.ID,
    Job: job,
    TaskGroup: group,
    DesiredStatus: 'run',
    DesiredDescription: '',
    ClientStatus: 'pending',
    ClientDescription: '',
    TaskStates: null,
    DeploymentID,
    DeploymentStatus: null,
    PreviousAllocation: slot.previous?.ID ?? '',
    NextAllocation: '',
    FollowupEvalID: '',
    CreateIndex: 0,
    ModifyIndex: 0,
    CreateTime: now,
    ModifyTime: now,
  };
}
