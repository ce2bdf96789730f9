import type { Step } from '../step.ts';

/** Is there a cluster that can take pods at all? */
export const checkCluster: Step = {
  name: 'check the cluster',
  after: [],
  capMs: 60_000,
  async look({ kubernetes }) {
    const nodes = await kubernetes.nodes();
    const ready = nodes.filter(({ isReady }) => isReady).length;
    const seen = `${ready} of ${nodes.length} nodes are ready`;
    if (nodes.length === 0) return { kind: 'failed', cause: 'the cluster has no nodes' };
    return { kind: ready > 0 ? 'done' : 'waiting', seen };
  },
};
