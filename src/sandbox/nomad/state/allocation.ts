import type { Group, Job } from '../jobspec/canonicalize.ts';
import { without } from './without.ts';

export type ClientStatus = 'pending' | 'running' | 'complete' | 'failed' | 'lost';

export type Allocation = {
  readonly ID: string;
  readonly EvalID: string;
  readonly Name: string;
  readonly Namespace: string;
  readonly NodeID: string;
  readonly NodeName: string;
  readonly JobID: string;
  readonly Job: Job;
  readonly TaskGroup: string;
  readonly DesiredStatus: 'run' | 'stop' | 'evict';
  readonly DesiredDescription: string;
  readonly ClientStatus: ClientStatus;
  readonly ClientDescription: string;
  readonly TaskStates: Readonly<Record<string, TaskState>> | null;
  readonly DeploymentID: string;
  readonly DeploymentStatus: { readonly Healthy: boolean; readonly Canary: false } | null;
  readonly PreviousAllocation: string;
  readonly NextAllocation: string;
  readonly FollowupEvalID: string;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
  readonly CreateTime: number;
  readonly ModifyTime: number;
};

export type TaskState = {
  readonly State: 'pending' | 'running' | 'dead';
  readonly Failed: boolean;
  readonly Restarts: number;
  readonly LastRestart: null;
  readonly StartedAt: string | null;
  readonly FinishedAt: string | null;
  readonly Events: readonly TaskEvent[];
};

export type TaskEvent = {
  readonly Type: string;
  readonly Time: number;
  readonly DisplayMessage: string;
  readonly ExitCode: number;
  readonly Details: Readonly<Record<string, string>>;
};

export type Demand = { readonly cpu: number; readonly memory: number };

export function demandOf({ Tasks }: Group): Demand {
  return {
    cpu: Tasks.reduce((sum, { Resources }) => sum + Resources.CPU, 0),
    memory: Tasks.reduce((sum, { Resources }) => sum + Resources.MemoryMB, 0),
  };
}

export function groupOf({ Job, TaskGroup }: Allocation): Group | undefined {
  return Job.TaskGroups.find(({ Name }) => Name === TaskGroup);
}

/** Whether the client has nothing more to do for it. */
export function isTerminal({ ClientStatus }: Allocation): boolean {
  return ClientStatus === 'complete' || ClientStatus === 'failed' || ClientStatus === 'lost';
}

/** Whether it is meant to run and may still. */
export function isLive(allocation: Allocation): boolean {
  return allocation.DesiredStatus === 'run' && !isTerminal(allocation);
}

/** What the lists show: all but the job, which is named instead. */
export function toAllocationStub(allocation: Allocation): object {
  const { Job } = allocation;
  return {
    ...without(allocation, 'Job', 'DeploymentID', 'PreviousAllocation'),
    JobType: Job.Type,
    JobVersion: Job.Version,
    PreemptedAllocations: null,
    PreemptedByAllocation: '',
    RescheduleTracker: null,
  };
}
