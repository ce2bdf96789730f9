import type { Job } from '../jobspec/canonicalize.ts';
import type { Allocation, Demand } from './allocation.ts';
import { createAllocations } from './allocations.ts';
import type { Deployment } from './deployment.ts';
import type { Evaluation } from './evaluation.ts';
import { toJobStatus } from './job-status.ts';
import type { Node } from './node.ts';
import { createSummaries, type Summary } from './summaries.ts';

/** Everything that changes at one index. `kind` names it for the event stream. */
export type Write = {
  readonly kind: string;
  readonly jobs?: readonly Job[];
  /** Jobs that are gone, with their allocations. */
  readonly purged?: readonly string[];
  readonly evaluations?: readonly Evaluation[];
  readonly allocations?: readonly Allocation[];
  readonly deployments?: readonly Deployment[];
  readonly nodes?: readonly Node[];
  /** Allocations that found no room, by job and group. */
  readonly queued?: readonly (readonly [job: string, group: string, count: number])[];
};

const tables = ['jobs', 'evaluations', 'allocations', 'deployments', 'nodes'] as const;
export type Table = (typeof tables)[number];

const blank = {
  jobs: [],
  purged: [],
  evaluations: [],
  allocations: [],
  deployments: [],
  nodes: [],
  queued: [],
};

/** The write as it was kept: indexes stamped, jobs whose status it changed among the jobs. */
export type Written = Required<Omit<Write, 'queued' | 'purged'>> & {
  readonly index: number;
  readonly purged: readonly Job[];
};

export type State = {
  readonly index: () => number;
  readonly indexOf: (table: Table) => number;
  readonly write: (write: Write | ((index: number) => Write)) => Written;
  /** The last hundred writes, which is what the event stream can go back to. */
  readonly recent: () => readonly Written[];
  readonly onWrite: (listener: (written: Written) => void) => () => void;
  readonly jobs: ReadonlyMap<string, Job>;
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  readonly allocations: ReadonlyMap<string, Allocation>;
  readonly deployments: ReadonlyMap<string, Deployment>;
  readonly nodes: ReadonlyMap<string, Node>;
  /** Newest first. */
  readonly versionsOf: (job: string) => readonly Job[];
  readonly allocationsOf: (job: string) => ReadonlyMap<string, Allocation>;
  readonly allocationsOn: (node: string) => ReadonlyMap<string, Allocation>;
  readonly summaryOf: (job: string) => Summary | undefined;
  readonly usageOf: (node: string) => Demand;
};

type Stamped = { readonly CreateIndex: number; readonly ModifyIndex: number };

/** What Nomad's servers agree on: every change is one write, with one index, told to whoever listens. */
export function createState(): State {
  const jobs = new Map<string, Job>();
  const versions = new Map<string, readonly Job[]>();
  const evaluations = new Map<string, Evaluation>();
  const openEvaluations = new Map<string, number>();
  const deployments = new Map<string, Deployment>();
  const nodes = new Map<string, Node>();
  const allocations = createAllocations();
  const summaries = createSummaries();
  const indexes = new Map<Table, number>();
  const listeners = new Set<(written: Written) => void>();
  const recent: Written[] = [];
  let index = 0;

  const stamp = <T extends Stamped>(item: T, known: T | undefined): T => ({
    ...item,
    CreateIndex: known?.CreateIndex ?? index,
    ModifyIndex: index,
  });

  function keepJob(job: Job): Job {
    const known = jobs.get(job.ID);
    const kept = stamp(job, known);
    const earlier = versions.get(job.ID) ?? [];
    const older = earlier[0]?.Version === kept.Version ? earlier.slice(1) : earlier;
    versions.set(job.ID, [kept, ...older].slice(0, 6));
    jobs.set(job.ID, kept);
    summaries.open(kept, index);
    return kept;
  }

  function keepEvaluation(evaluation: Evaluation): Evaluation {
    const known = evaluations.get(evaluation.ID);
    const kept = stamp(evaluation, known);
    evaluations.set(kept.ID, kept);
    const change = Number(isOpen(kept)) - Number(known !== undefined && isOpen(known));
    openEvaluations.set(kept.JobID, (openEvaluations.get(kept.JobID) ?? 0) + change);
    return kept;
  }

  function keepAllocation(allocation: Allocation): Allocation {
    const known = allocations.all.get(allocation.ID);
    const kept = stamp(allocation, known);
    allocations.put(kept, known);
    summaries.count(known, kept, index);
    return kept;
  }

  function settle(id: string): readonly Job[] {
    const job = jobs.get(id);
    if (!job) return [];
    const Status = toJobStatus(job, {
      live: summaries.live(id),
      open: openEvaluations.get(id) ?? 0,
      known: allocations.of(id).size > 0 || openEvaluations.has(id),
    });
    if (Status === job.Status) return [];
    if (job.ParentID) summaries.child(job.ParentID, job.Status, Status, index);
    return [keepJob({ ...job, Status })];
  }

  function purge(id: string): readonly Job[] {
    const job = jobs.get(id);
    jobs.delete(id);
    versions.delete(id);
    summaries.drop(id);
    allocations.drop(id);
    return job ? [job] : [];
  }

  function keepNode(node: Node): Node {
    const kept = stamp(node, nodes.get(node.ID));
    nodes.set(node.ID, kept);
    return kept;
  }

  function keepDeployment(deployment: Deployment): Deployment {
    const kept = stamp(deployment, deployments.get(deployment.ID));
    deployments.set(deployment.ID, kept);
    return kept;
  }

  function write(make: Write | ((index: number) => Write)): Written {
    index += 1;
    const given = { ...blank, ...(typeof make === 'function' ? make(index) : make) };
    const known = given.jobs.map(keepJob);
    const kept = {
      nodes: given.nodes.map(keepNode),
      deployments: given.deployments.map(keepDeployment),
      evaluations: given.evaluations.map(keepEvaluation),
      allocations: given.allocations.map(keepAllocation),
    };
    for (const [job, group, count] of given.queued) summaries.queue(job, group, count, index);
    const purged = given.purged.flatMap(purge);
    const touched = new Set([...known, ...kept.evaluations, ...kept.allocations].map(jobIdOf));
    const settled = Array.from(touched).flatMap(settle);
    const jobsById = new Map([...known, ...settled].map((job) => [job.ID, job]));
    const written = { index, kind: given.kind, ...kept, jobs: [...jobsById.values()], purged };
    for (const table of tables) if (written[table].length > 0) indexes.set(table, index);
    if (purged.length > 0) for (const table of tables.slice(0, 3)) indexes.set(table, index);
    if (recent.push(written) > 100) recent.shift();
    for (const listener of listeners) listener(written);
    return written;
  }

  return {
    index: () => index,
    indexOf: (table) => indexes.get(table) ?? 0,
    write,
    recent: () => recent,
    onWrite: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    jobs,
    evaluations,
    deployments,
    nodes,
    allocations: allocations.all,
    allocationsOf: allocations.of,
    allocationsOn: allocations.on,
    usageOf: allocations.usageOf,
    versionsOf: (job) => versions.get(job) ?? [],
    summaryOf: summaries.of,
  };
}

function isOpen({ Status }: Evaluation): boolean {
  return Status === 'pending' || Status === 'blocked';
}

function jobIdOf(item: { readonly JobID?: unknown; readonly ID: string }): string {
  return typeof item.JobID === 'string' ? item.JobID : item.ID;
}
