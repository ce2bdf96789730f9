import type { Group, Job } from '../jobspec/canonicalize.ts';
import { type Demand, demandOf } from '../state/allocation.ts';
import { isUsable, type Node } from '../state/node.ts';
import { isInReach, whyUnfit } from './feasibility.ts';

/** Why nodes were ruled out, as the API words it. */
export type Misfit = {
  readonly NodesEvaluated: number;
  readonly NodesFiltered: number;
  readonly NodesExhausted: number;
  readonly NodesInPool: number;
  readonly NodePool: string;
  readonly NodesAvailable: Readonly<Record<string, number>>;
  readonly ClassFiltered: null;
  readonly ClassExhausted: null;
  readonly ConstraintFiltered: Readonly<Record<string, number>> | null;
  readonly DimensionExhausted: Readonly<Record<string, number>> | null;
  readonly QuotaExhausted: null;
  readonly AllocationTime: number;
  readonly CoalescedFailures: number;
};

export type Room = {
  readonly nodes: Iterable<Node>;
  readonly usageOf: (node: string) => Demand;
  /** How many of the group's allocations a node has already. */
  readonly mates: ReadonlyMap<string, number>;
};

export type Placed = { readonly nodes: readonly Node[]; readonly misfit?: Misfit };

type Seat = { readonly node: Node; free: Demand; mates: number };

/** Seats for `count` allocations: the node with the fewest of the same group first, then the emptiest. */
export function place(count: number, group: Group, job: Job, room: Room): Placed {
  const all = Array.from(room.nodes).filter((node) => isUsable(node) && isInReach(node, job));
  const reasons = all.map((node) => whyUnfit(node, group, job));
  const seats = all
    .filter((_node, at) => reasons[at] === undefined)
    .map((node) => seatOn(node, room));
  const need = demandOf(group);
  const nodes: Node[] = [];
  while (nodes.length < count) {
    const best = bestOf(seats.filter(({ free }) => fits(need, free)));
    if (!best) break;
    best.free = { cpu: best.free.cpu - need.cpu, memory: best.free.memory - need.memory };
    best.mates += 1;
    nodes.push(best.node);
  }
  if (nodes.length === count) return { nodes };
  const filtered = reasons.filter((reason) => reason !== undefined);
  return {
    nodes,
    misfit: {
      ...available(all),
      NodesEvaluated: all.length,
      NodesFiltered: filtered.length,
      NodesExhausted: seats.length,
      ConstraintFiltered: tallied(filtered),
      DimensionExhausted: tallied(
        seats.map(({ free }) => (need.cpu > free.cpu ? 'cpu' : 'memory')),
      ),
      CoalescedFailures: count - nodes.length - 1,
    },
  };
}

function seatOn(node: Node, { usageOf, mates }: Room): Seat {
  const used = usageOf(node.ID);
  const { Cpu, Memory } = node.NodeResources;
  const free = { cpu: Cpu.CpuShares - used.cpu, memory: Memory.MemoryMB - used.memory };
  return { node, free, mates: mates.get(node.ID) ?? 0 };
}

function fits(need: Demand, free: Demand): boolean {
  return need.cpu <= free.cpu && need.memory <= free.memory;
}

function bestOf(seats: readonly Seat[]): Seat | undefined {
  return seats.reduce<Seat | undefined>(
    (best, seat) => (best && !isBetter(seat, best) ? best : seat),
    undefined,
  );
}

function isBetter(seat: Seat, than: Seat): boolean {
  if (seat.mates !== than.mates) return seat.mates < than.mates;
  return seat.free.memory > than.free.memory;
}

function available(nodes: readonly Node[]) {
  return {
    NodePool: 'default',
    NodesInPool: nodes.length,
    NodesAvailable: tallied(nodes.map(({ Datacenter }) => Datacenter)) ?? {},
    ClassFiltered: null,
    ClassExhausted: null,
    QuotaExhausted: null,
    AllocationTime: 30_000,
  };
}

function tallied(names: readonly string[]): Readonly<Record<string, number>> | null {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts.size === 0 ? null : Object.fromEntries(counts);
}
