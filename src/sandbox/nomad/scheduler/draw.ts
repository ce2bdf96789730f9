import type { Job } from '../jobspec/canonicalize.ts';
import { type Allocation, isLive } from '../state/allocation.ts';
import { isUsable, type Node } from '../state/node.ts';
import type { State } from '../state/state.ts';
import { isInReach, whyUnfit } from './feasibility.ts';
import { place, type Placed } from './placement.ts';
import { type Changes, reconcile, type Slot } from './reconcile.ts';

/** A group's changes, with the nodes found for what is to be placed (replacements after new ones). */
export type Drawn = Changes & {
  readonly slots: readonly Slot[];
  readonly placed: Placed;
};

/** Draws up what an evaluation of the job would do, and does nothing: `plan` shows it, the scheduler writes it. */
export function draw(
  { state }: { readonly state: State },
  job: Job,
  due: ReadonlySet<string> = new Set(),
): readonly Drawn[] {
  const nodes = Array.from(state.nodes.values());
  const allocations = state.allocationsOf(job.ID).values();
  const changes = reconcile({
    job,
    allocations,
    due,
    nodes: (group) =>
      nodes.filter(
        (node) =>
          isUsable(node) && isInReach(node, job) && whyUnfit(node, group, job) === undefined,
      ).length,
  });
  return changes.map(seat);

  function seat(change: Changes): Drawn {
    const replaced = change.replace.map((previous) => ({ name: previous.Name, previous }));
    const slots = [...change.place, ...replaced];
    const leaving = new Set([...change.stop, ...change.replace]);
    const room = { nodes, usageOf: state.usageOf, mates: countMates(state, job, change, leaving) };
    return { ...change, slots, placed: place(slots.length, change.group, job, room) };
  }
}

function countMates(
  state: State,
  job: Job,
  { group }: Changes,
  leaving: ReadonlySet<Allocation>,
): ReadonlyMap<Node['ID'], number> {
  const counts = new Map<string, number>();
  for (const one of state.allocationsOf(job.ID).values())
    if (one.TaskGroup === group.Name && isLive(one) && !leaving.has(one))
      counts.set(one.NodeID, (counts.get(one.NodeID) ?? 0) + 1);
  return counts;
}
