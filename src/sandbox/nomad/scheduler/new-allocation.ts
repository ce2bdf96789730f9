import type { Group, Job } from '../jobspec/canonicalize.ts';
import type { Allocation } from '../state/allocation.ts';
import type { Evaluation } from '../state/evaluation.ts';
import type { Node } from '../state/node.ts';
import { nanoseconds, type World } from '../world.ts';
import type { Slot } from './reconcile.ts';

type Seat = {
  readonly job: Job;
  readonly evaluation: Evaluation;
  readonly slot: Slot;
  readonly node: Node;
  readonly group: Group;
  readonly DeploymentID: string;
};

/** An allocation as it leaves the scheduler: placed, and not yet seen by its client. */
export function createAllocation(world: World, seat: Seat): Allocation {
  const { job, evaluation, slot, node, group, DeploymentID } = seat;
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
    TaskGroup: group.Name,
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
