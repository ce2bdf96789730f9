import { z } from 'zod';
import { type Context, defineIntent } from '../../intent.ts';

type Node = Awaited<ReturnType<Context['nomad']['nodes']>>[number];

export default defineIntent({
  slots: z.object({}),
  replies: ['all', 'some', 'resizing', 'none'],
  risk: 'read',
  async run(_slots, { nomad, machines }) {
    const listed = await nomad.nodes();
    // drained and down: it was given back
    const nodes = listed.filter(
      (node) => node.Status !== 'down' || node.SchedulingEligibility === 'eligible',
    );
    const total = nodes.length;
    const ready = nodes.filter(isReady).length;
    const facts = {
      total,
      ready,
      silent: namesOf(nodes.filter(isSilent)),
      closed: namesOf(nodes.filter((node) => !isReady(node) && !isSilent(node))),
    };
    const display = {
      title: 'Nomad client machines',
      columns: ['machine', 'state', 'eligible'],
      rows: nodes.map((node) => [node.Name, node.Status, node.SchedulingEligibility]),
    };
    const change = await machines.pool?.change();
    if (change && (change.because === undefined || change.wanted !== ready))
      return { reply: 'resizing', facts: { ...facts, ...change }, display };
    if (total === 0) return { reply: 'none' };
    return { reply: ready === total ? 'all' : 'some', facts, display };
  },
});

function isReady({ Status, SchedulingEligibility }: Node): boolean {
  return Status === 'ready' && SchedulingEligibility === 'eligible';
}

/** Its agent has missed its heartbeats. */
function isSilent({ Status }: Node): boolean {
  return Status === 'down' || Status === 'disconnected';
}

function namesOf(nodes: readonly Node[]): readonly string[] {
  return nodes.map(({ Name }) => Name).toSorted();
}
