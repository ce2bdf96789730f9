import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['all', 'some', 'resizing', 'none'],
  risk: 'read',
  async run(_slots, { nomad, machines }) {
    const listed = await nomad.nodes();
    const isReady = (node: (typeof listed)[number]): boolean =>
      node.Status === 'ready' && node.SchedulingEligibility === 'eligible';
    // drained and down: it was given back
    const nodes = listed.filter(
      (node) => node.Status !== 'down' || node.SchedulingEligibility === 'eligible',
    );
    const total = nodes.length;
    const ready = nodes.filter(isReady).length;
    const facts = {
      total,
      ready,
      unready: nodes
        .filter((node) => !isReady(node))
        .map(({ Name }) => Name)
        .join(', '),
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
