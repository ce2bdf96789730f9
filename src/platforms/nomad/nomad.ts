import type { Secret } from '../../secret.ts';
import type { Acl } from './acl.ts';
import type { Blocking, Indexed } from '../indexed.ts';
import type { Raft } from '../raft.ts';

export type { Blocking, Indexed };

/** A job as Nomad's API holds it (the JSON form, PascalCase); fields not listed pass through untouched. */
export type Job = {
  readonly ID: string;
  readonly Name?: string;
  readonly Type?: string;
  readonly Status?: string;
  readonly Stop?: boolean;
  readonly TaskGroups?: readonly TaskGroup[] | null;
  readonly ParameterizedJob?: object | null;
  readonly Periodic?: object | null;
  readonly Meta?: Readonly<Record<string, string>> | null;
  readonly Version?: number;
  readonly JobModifyIndex?: number;
};

export type TaskGroup = {
  readonly Name: string;
  readonly Count: number;
  readonly Tasks?: readonly Task[] | null;
};

export type Task = { readonly Name: string; readonly Driver: string };

export type JobStub = {
  readonly ID: string;
  readonly Name: string;
  readonly Type: string;
  readonly Status: string;
  readonly ParentID?: string;
  readonly Stop?: boolean;
  readonly ParameterizedJob?: boolean;
  readonly JobModifyIndex?: number;
  readonly JobSummary?: JobSummary | null;
};

export type Tally = {
  readonly Queued: number;
  readonly Starting: number;
  readonly Running: number;
  readonly Complete: number;
  readonly Failed: number;
  readonly Lost: number;
  readonly Unknown?: number;
};

export type JobSummary = {
  readonly JobID: string;
  readonly Summary: Readonly<Record<string, Tally>>;
  /** Of a parameterized job: what was dispatched. */
  readonly Children?: Children | null;
};

export type Children = {
  readonly Pending: number;
  readonly Running: number;
  readonly Dead: number;
};

export type Member = {
  readonly Name: string;
  readonly Addr: string;
  readonly Status: string;
  readonly Tags: Readonly<Record<string, string>>;
};

export type ServerHealth = {
  readonly Healthy: boolean;
  readonly Servers: readonly { readonly Name: string; readonly Voter: boolean }[];
};

export type NodeStub = {
  readonly ID: string;
  readonly Name: string;
  readonly Datacenter: string;
  readonly NodePool?: string;
  readonly Status: string;
  readonly SchedulingEligibility: string;
  readonly Drain: boolean;
};

/** A node with what its fingerprint found, by names such as `unique.hostname`. */
export type Node = {
  readonly Name: string;
  readonly Attributes: Readonly<Record<string, string>>;
};

export type Allocation = {
  readonly ID: string;
  readonly Name: string;
  readonly NodeName: string;
  readonly TaskGroup: string;
  readonly ClientStatus: string;
  readonly DesiredStatus: string;
  readonly JobID: string;
  readonly JobVersion: number;
  readonly CreateIndex: number;
  readonly TaskStates?: Readonly<Record<string, TaskState>> | null;
};

export type TaskState = {
  readonly State: string;
  readonly Failed: boolean;
  readonly Events: readonly TaskEvent[];
};

/** Something that happened to a task, oldest first; Nomad's own words are the `DisplayMessage`. */
export type TaskEvent = {
  readonly Type: string;
  readonly DisplayMessage: string;
  readonly Details: Readonly<Record<string, string>>;
};

/** Why nodes were ruled out for a group that could not be placed. */
export type Misfit = {
  readonly NodesEvaluated: number;
  readonly NodesFiltered: number;
  readonly NodesExhausted: number;
  readonly CoalescedFailures?: number;
  readonly ConstraintFiltered?: Readonly<Record<string, number>> | null;
  readonly DimensionExhausted?: Readonly<Record<string, number>> | null;
};

export type Deployment = {
  readonly ID: string;
  readonly Status: string;
  readonly StatusDescription: string;
};

/** One change as the event stream tells it; `index` is the one to resume after. */
export type Change = {
  readonly index: number;
  readonly Topic: string;
  readonly Type: string;
  readonly Key: string;
  readonly Payload?: unknown;
};

export type Evaluation = {
  readonly ID: string;
  readonly Status: string;
  readonly FailedTGAllocs?: Readonly<Record<string, Misfit>> | null;
  readonly BlockedEval?: string;
  readonly CreateIndex: number;
};

/** How many allocations of a group would be placed, stopped and so on. */
export type GroupUpdates = {
  readonly Place: number;
  readonly Stop: number;
  readonly Ignore: number;
  readonly InPlaceUpdate: number;
  readonly DestructiveUpdate: number;
};

export type Plan = {
  readonly FailedTGAllocs?: Readonly<Record<string, Misfit>> | null;
  readonly Annotations?: {
    readonly DesiredTGUpdates?: Readonly<Record<string, GroupUpdates>>;
  } | null;
  readonly JobModifyIndex: number;
  readonly Warnings?: string;
};

/**
 * Nomad's HTTP API, typed as far as it is used. Failures: absent, forbidden, invalid, late, unreachable,
 * unready (no leader), with Nomad's own text as `because`.
 * @see https://developer.hashicorp.com/nomad/api-docs
 */
export type Nomad = {
  /** `host:port` of the leader, or nothing while there is none. */
  readonly leader: () => Promise<string | undefined>;
  readonly members: () => Promise<readonly Member[]>;
  /** What autopilot thinks of the servers, also where they are not well; a failure while none leads. */
  readonly health: () => Promise<ServerHealth>;
  /** How many public keys it shows for whoever verifies workload identities. */
  readonly countKeys: () => Promise<number>;
  readonly acl: Acl;
  readonly raft: Raft;
  readonly nodes: () => Promise<readonly NodeStub[]>;
  readonly node: (id: string) => Promise<Node>;
  readonly jobs: () => Promise<readonly JobStub[]>;
  /** The same, held open: newer with every change of a job or of its summary. */
  readonly jobsSince: (blocking?: Blocking) => Promise<Indexed<readonly JobStub[]>>;
  readonly job: (id: string) => Promise<Job>;
  /** HCL to JSON, by Nomad itself. */
  readonly parse: (
    hcl: string,
    variables?: Readonly<Record<string, string | number>>,
  ) => Promise<Job>;
  readonly plan: (job: Job) => Promise<Plan>;
  /** With `atIndex`, only while the job is still at that JobModifyIndex (0: not there yet); else a conflict. */
  readonly register: (
    job: Job,
    source?: string,
    atIndex?: number,
  ) => Promise<{ readonly evaluation: string; readonly index: number }>;
  readonly summary: (id: string, blocking?: Blocking) => Promise<Indexed<JobSummary>>;
  readonly allocations: (
    id: string,
    blocking?: Blocking,
  ) => Promise<Indexed<readonly Allocation[]>>;
  /** Of all jobs, the newest first: as many as asked for that fit Nomad's filter language. */
  readonly findAllocations: (filter: string, count: number) => Promise<readonly Allocation[]>;
  readonly findEvaluations: (filter: string, count: number) => Promise<readonly Evaluation[]>;
  readonly evaluations: (id: string) => Promise<readonly Evaluation[]>;
  readonly evaluation: (id: string) => Promise<Evaluation>;
  readonly deployments: (id: string) => Promise<readonly Deployment[]>;
  /** Newest first. */
  readonly versions: (id: string) => Promise<readonly Job[]>;
  readonly scale: (id: string, group: string, count: number, message: string) => Promise<void>;
  /** `token` makes a repeated delivery find the job that the first one dispatched. */
  readonly dispatch: (
    id: string,
    token: string,
    meta?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly job: string }>;
  readonly stop: (
    id: string,
    options?: { readonly purge?: boolean },
  ) => Promise<{ readonly index: number }>;
  /** How many allocations a node has that have not ended. */
  readonly countOn: (node: string) => Promise<number>;
  /** Moves everything off a node within the deadline; `undefined` ends a drain and lets it be used again. */
  readonly drain: (node: string, deadlineSeconds: number | undefined) => Promise<void>;
  readonly setEligible: (node: string, eligible: boolean) => Promise<void>;
  /** What a task has written, as plain text. */
  readonly logs: (allocation: string, task: string, stream: 'stdout' | 'stderr') => Promise<string>;
  /** Changes newer than `index`, of topics such as `Job:ping` or `Allocation`, until the signal ends it. */
  readonly changes: (topics: readonly string[], index: number) => AsyncIterable<Change>;
  /** The same client with this token and no other. */
  readonly as: (token: Secret) => Nomad;
  /** The same client, with every call ended by this signal. */
  readonly during: (signal: AbortSignal) => Nomad;
};
