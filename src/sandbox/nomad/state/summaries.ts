import type { Job } from '../jobspec/canonicalize.ts';
import { type Allocation, type ClientStatus, isLive } from './allocation.ts';

export type Tally = {
  readonly Queued: number;
  readonly Starting: number;
  readonly Running: number;
  readonly Complete: number;
  readonly Failed: number;
  readonly Lost: number;
  readonly Unknown: number;
};

export type Summary = {
  readonly JobID: string;
  readonly Namespace: string;
  readonly Summary: Readonly<Record<string, Tally>>;
  readonly Children: { readonly Pending: number; readonly Running: number; readonly Dead: number };
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
};

export type Summaries = {
  readonly of: (job: string) => Summary | undefined;
  /** How many allocations of the job may still run. */
  readonly live: (job: string) => number;
  readonly open: (job: Job, index: number) => void;
  readonly drop: (job: string) => void;
  readonly queue: (job: string, group: string, count: number, index: number) => void;
  readonly count: (before: Allocation | undefined, after: Allocation, index: number) => void;
  readonly child: (parent: string, before: string, after: string, index: number) => void;
};

const zero: Tally = {
  Queued: 0,
  Starting: 0,
  Running: 0,
  Complete: 0,
  Failed: 0,
  Lost: 0,
  Unknown: 0,
};

const column: Readonly<Record<ClientStatus, keyof Tally>> = {
  pending: 'Starting',
  running: 'Running',
  complete: 'Complete',
  failed: 'Failed',
  lost: 'Lost',
};

/** Counted as allocations change, so that "how many are running?" costs the same for 12 and for 10,000. */
export function createSummaries(): Summaries {
  const summaries = new Map<string, Summary>();
  const live = new Map<string, number>();

  const change = (
    job: string,
    index: number,
    edit: (summary: Summary) => Partial<Summary>,
  ): void => {
    const summary = summaries.get(job);
    if (summary) summaries.set(job, { ...summary, ...edit(summary), ModifyIndex: index });
  };
  const tally = (job: string, group: string, index: number, edit: (tally: Tally) => Tally): void =>
    change(job, index, ({ Summary }) => ({
      Summary: { ...Summary, [group]: edit(Summary[group] ?? zero) },
    }));

  return {
    of: (job) => summaries.get(job),
    live: (job) => live.get(job) ?? 0,
    open: ({ ID, Namespace, TaskGroups }, index) => {
      const known = summaries.get(ID);
      const groups = TaskGroups.map(({ Name }) => [Name, known?.Summary[Name] ?? zero] as const);
      summaries.set(ID, {
        JobID: ID,
        Namespace,
        Children: known?.Children ?? { Pending: 0, Running: 0, Dead: 0 },
        CreateIndex: known?.CreateIndex ?? index,
        ModifyIndex: known?.ModifyIndex ?? index,
        Summary: Object.fromEntries(groups),
      });
    },
    drop: (job) => {
      summaries.delete(job);
      live.delete(job);
    },
    queue: (job, group, Queued, index) => {
      if (summaries.get(job)?.Summary[group]?.Queued === Queued) return;
      tally(job, group, index, (known) => ({ ...known, Queued }));
    },
    count: (before, after, index) => {
      const { JobID, TaskGroup, ClientStatus } = after;
      const now = Number(isLive(after)) - Number(before !== undefined && isLive(before));
      live.set(JobID, (live.get(JobID) ?? 0) + now);
      if (before?.ClientStatus === ClientStatus) return;
      tally(JobID, TaskGroup, index, (known) => {
        const to = column[ClientStatus];
        const without = before && column[before.ClientStatus];
        const left = without ? { ...known, [without]: known[without] - 1 } : known;
        return { ...left, [to]: left[to] + 1 };
      });
    },
    child: (parent, before, after, index) =>
      change(parent, index, ({ Children }) => ({
        Children: {
          Pending: Children.Pending + Number(after === 'pending') - Number(before === 'pending'),
          Running: Children.Running + Number(after === 'running') - Number(before === 'running'),
          Dead: Children.Dead + Number(after === 'dead') - Number(before === 'dead'),
        },
      })),
  };
}
