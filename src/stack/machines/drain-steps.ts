import type { NodeStub, Nomad } from '../../platforms/nomad/nomad.ts';
import { agree } from '../agree.ts';
import type { Step } from '../step.ts';

/** How long what runs on a machine may take to move before it is ended there. */
export const drainSeconds = 5 * 60;
const longestMs = 10 * 60_000;

/** Takes everything off one client machine, and keeps new work away from it. */
export function drainSteps(node: { readonly id: string; readonly name: string }): readonly Step[] {
  const find = async (nomad: Nomad): Promise<NodeStub | undefined> =>
    (await nomad.nodes()).find(({ ID }) => ID === node.id);
  const gone = { kind: 'done', seen: `Nomad has no ${node.name} any more` } as const;

  const close: Step = {
    name: `keep new tasks away from ${node.name}`,
    after: [],
    capMs: longestMs,
    async look({ nomad }) {
      const found = await find(nomad);
      if (!found) return gone;
      const isClosed = found.SchedulingEligibility !== 'eligible';
      return { kind: isClosed ? 'done' : 'waiting', seen: `it is ${found.SchedulingEligibility}` };
    },
    act: ({ nomad }) => nomad.drain(node.id, drainSeconds),
  };
  const empty: Step = {
    name: 'move its tasks',
    after: [close.name],
    capMs: longestMs,
    async look({ nomad }) {
      const found = await find(nomad);
      if (!found) return gone;
      if (found.SchedulingEligibility === 'eligible')
        return { kind: 'failed', cause: `somebody ended the drain of ${node.name}` };
      const left = await nomad.countOn(node.id);
      const seen = `${left || 'no'} ${agree(left, 'task is', 'tasks are')} left on ${node.name}`;
      return { kind: left === 0 && !found.Drain ? 'done' : 'waiting', seen };
    },
  };
  return [close, empty];
}
