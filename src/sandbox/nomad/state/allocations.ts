import { type Allocation, type Demand, demandOf, groupOf, isLive } from './allocation.ts';

export type Allocations = {
  readonly all: ReadonlyMap<string, Allocation>;
  readonly of: (job: string) => ReadonlyMap<string, Allocation>;
  readonly on: (node: string) => ReadonlyMap<string, Allocation>;
  /** What the live allocations of a node take. */
  readonly usageOf: (node: string) => Demand;
  readonly drop: (job: string) => void;
  readonly put: (allocation: Allocation, known: Allocation | undefined) => void;
};

const nothing: Demand = { cpu: 0, memory: 0 };

/** All allocations, found by job and by node without a search. */
export function createAllocations(): Allocations {
  const all = new Map<string, Allocation>();
  const byJob = new Map<string, Map<string, Allocation>>();
  const byNode = new Map<string, Map<string, Allocation>>();
  const usage = new Map<string, Demand>();

  function take(node: string, sign: number, { cpu, memory }: Demand): void {
    const now = usage.get(node) ?? nothing;
    usage.set(node, { cpu: now.cpu + sign * cpu, memory: now.memory + sign * memory });
  }

  return {
    all,
    of: (job) => byJob.get(job) ?? new Map(),
    on: (node) => byNode.get(node) ?? new Map(),
    usageOf: (node) => usage.get(node) ?? nothing,
    drop: (job) => {
      for (const one of byJob.get(job)?.values() ?? []) {
        all.delete(one.ID);
        byNode.get(one.NodeID)?.delete(one.ID);
        if (isLive(one)) take(one.NodeID, -1, needOf(one));
      }
      byJob.delete(job);
    },
    put: (allocation, known) => {
      all.set(allocation.ID, allocation);
      shelve(byJob, allocation.JobID, allocation);
      shelve(byNode, allocation.NodeID, allocation);
      if (known && isLive(known)) take(known.NodeID, -1, needOf(known));
      if (isLive(allocation)) take(allocation.NodeID, 1, needOf(allocation));
    },
  };
}

function needOf(allocation: Allocation): Demand {
  const group = groupOf(allocation);
  return group ? demandOf(group) : nothing;
}

function shelve(
  shelves: Map<string, Map<string, Allocation>>,
  name: string,
  allocation: Allocation,
): void {
  const shelf = shelves.get(name) ?? new Map<string, Allocation>();
  shelves.set(name, shelf.set(allocation.ID, allocation));
}
