import { z } from 'zod';
import { type Context, defineIntent, type Outcome } from '../../intent.ts';

const sizes = new Set([1, 3, 5]);

const replies = [
  'started',
  'started-one',
  'started-all',
  'restored',
  'resumed',
  'resizing',
  'underway',
  'otherwise',
  'busy',
  'already',
  'adopted',
  'secluded',
  'shut',
  'unsupported',
  'odd',
] as const;

type Stack = Context['stack'];
type Deployment = Awaited<ReturnType<Stack['deploy']>>;
type Started = Extract<Deployment, { kind: 'started' }>;
type Rival = Extract<Deployment, { kind: 'underway' | 'busy' }>;
type Said = Outcome<(typeof replies)[number]>;

export default defineIntent({
  slots: z.object({ component: z.string(), servers: z.number().int().optional() }),
  replies,
  risk: 'change',
  async run({ component, servers }, { stack }) {
    if (servers !== undefined && !sizes.has(servers)) return { reply: 'odd', facts: { servers } };
    if (!stack.known.includes(component))
      return { reply: 'unsupported', facts: { known: stack.known } };
    const deployment = await stack.deploy(component, servers);
    switch (deployment.kind) {
      case 'started':
        return tellStarted(component, deployment);
      case 'underway':
      case 'busy':
        return tellRival(deployment, servers);
      case 'already':
        return (await resize(component, servers, deployment, stack)) ?? tellThere(deployment);
      case 'adopted':
        return tellThere(deployment);
      case 'shut':
        return { reply: 'shut', facts: { needed: deployment.title, shut: deployment.servers } };
      case 'secluded':
        return {
          reply: 'secluded',
          facts: { needed: deployment.title, ...deployment.seclusion },
        };
    }
  },
});

function tellStarted(component: string, started: Started): Said {
  const { run, servers, along, given, isBack, found } = started;
  if (found?.servers) {
    const { ready, wanted, isRolledOut } = found.servers;
    const leads = found.leader ?? (isRolledOut && !found.isUp ? 'nobody' : undefined);
    const facts = { ...toFacts(run), along, ready, servers: wanted, leads };
    return { reply: 'resumed', facts, run: run.id, undo: 'never' };
  }
  const facts = { ...toFacts(run), servers, along, given };
  const reply = isBack ? 'restored' : nameReply(component, servers);
  return { reply, facts, run: run.id, undo: 'never' };
}

/** It is on its way already: as it was ordered first, and not as it is now. */
function tellRival({ kind, run }: Rival, asked: number | undefined): Said {
  const isOther = kind === 'underway' && asked !== undefined && asked !== run.servers;
  return { reply: isOther ? 'otherwise' : kind, facts: { ...toFacts(run), asked }, run: run.id };
}

function tellThere({ kind, status }: Extract<Deployment, { status: unknown }>): Said {
  const { servers, leader } = status;
  return { reply: kind, facts: { ready: servers?.ready, servers: servers?.wanted, leader } };
}

/** It is there, but a number was said that it does not have. */
async function resize(
  component: string,
  servers: number | undefined,
  { status }: Extract<Deployment, { status: unknown }>,
  stack: Stack,
): Promise<Said | undefined> {
  if (servers === undefined || servers === status.servers?.wanted) return undefined;
  const resizing = await stack.scale(component, servers);
  if (resizing.kind !== 'started') return undefined;
  const { from, run } = resizing;
  const undo = { intent: 'stack/scale', slots: { component, servers: from } };
  return { reply: 'resizing', facts: { from }, run: run.id, undo };
}

function toFacts({ component, title, servers, steps }: Started['run']) {
  const done = steps.filter(({ state }) => state === 'done').length;
  const other = title === undefined ? { other: component } : { title };
  return { ...other, servers, done, steps: steps.length };
}

function nameReply(component: string, servers: number): 'started-all' | 'started-one' | 'started' {
  if (component === 'everything') return 'started-all';
  return servers === 1 ? 'started-one' : 'started';
}
