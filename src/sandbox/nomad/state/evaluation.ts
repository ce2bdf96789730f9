import type { Misfit } from '../scheduler/placement.ts';

export type Evaluation = {
  readonly ID: string;
  readonly Namespace: string;
  readonly JobID: string;
  readonly JobModifyIndex: number;
  readonly Type: string;
  readonly Priority: number;
  readonly TriggeredBy: string;
  readonly Status: 'pending' | 'complete' | 'failed' | 'blocked' | 'canceled';
  readonly StatusDescription?: string;
  readonly PreviousEval?: string;
  readonly BlockedEval?: string;
  readonly DeploymentID?: string;
  readonly QueuedAllocations?: Readonly<Record<string, number>>;
  readonly FailedTGAllocs?: Readonly<Record<string, Misfit>>;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
  readonly CreateTime: number;
  readonly ModifyTime: number;
};
