import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

const sizes = new Set([1, 3, 5]);

export default defineIntent({
  slots: z.object({ component: z.string(), servers: z.number().int().optional() }),
  replies: ['started', 'underway', 'already', 'adopted', 'unsupported', 'odd'],
  risk: 'change',
  async run({ component, servers = 3 }, { stack }) {
    if (!sizes.has(servers)) return { reply: 'odd', facts: { servers } };
    if (!stack.known.includes(component))
      return { reply: 'unsupported', facts: { known: stack.known.join(', ') } };
    const deployment = await stack.deploy(component, servers);
    if ('status' in deployment) {
      const { servers: measured, leader } = deployment.status;
      const facts = { ready: measured?.ready, servers: measured?.wanted, leader };
      return { reply: deployment.kind, facts };
    }
    const { run } = deployment;
    const done = run.steps.filter(({ state }) => state === 'done').length;
    const facts = { servers: run.servers, done, steps: run.steps.length };
    return { reply: deployment.kind, facts, run: run.id };
  },
});
