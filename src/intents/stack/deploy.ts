import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

const sizes = new Set([1, 3, 5]);

export default defineIntent({
  slots: z.object({ component: z.string(), servers: z.number().int().optional() }),
  replies: [
    'started',
    'started-one',
    'started-all',
    'underway',
    'already',
    'adopted',
    'unsupported',
    'odd',
  ],
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
    if (deployment.kind === 'underway') return { reply: 'underway', facts, run: run.id };
    const { along } = deployment;
    const reply = nameReply(component, run.servers);
    const company = { along: listed(along), companions: along.length };
    return { reply, facts: { ...facts, ...company }, run: run.id };
  },
});

function nameReply(component: string, servers: number): 'started-all' | 'started-one' | 'started' {
  if (component === 'everything') return 'started-all';
  return servers === 1 ? 'started-one' : 'started';
}

function listed(names: readonly string[]): string | undefined {
  const last = names.at(-1);
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}
