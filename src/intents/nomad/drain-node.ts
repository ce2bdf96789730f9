import { z } from 'zod';
import { type Context, defineIntent, type Outcome } from '../../intent.ts';

const replies = ['draining', 'closing', 'underway', 'already', 'absent'] as const;

type Nomad = Context['nomad'];
type Node = Awaited<ReturnType<Nomad['nodes']>>[number];
type Seen = { readonly node: Node; readonly tasks: number };

export default defineIntent({
  slots: z.object({ node: z.string() }),
  replies,
  risk: 'destroy',
  async foresee({ node: name }, { nomad }) {
    const seen = await look(name, nomad);
    return 'reply' in seen ? seen : { facts: toFacts(seen) };
  },
  async run({ node: name }, { nomad, machines }) {
    const seen = await look(name, nomad);
    if ('reply' in seen) return seen;
    const { id: run } = await machines.drain(seen.node);
    const reply = isSilent(seen.node) ? 'closing' : 'draining';
    return { reply, facts: { tasks: seen.tasks }, undo: 'never', run };
  },
});

/** A node that can be drained and the tasks on it, or what there is to say instead. */
async function look(name: string, nomad: Nomad): Promise<Seen | Outcome<(typeof replies)[number]>> {
  const nodes = await nomad.nodes();
  const same = (node: Node): boolean => node.Name.toLowerCase() === name.toLowerCase();
  const node = nodes.find((one) => same(one) && one.Status !== 'down') ?? nodes.find(same);
  if (!node) {
    return { reply: 'absent', facts: { known: nodes.map(({ Name }) => Name) } };
  }
  const tasks = await nomad.countOn(node.ID);
  if (node.SchedulingEligibility === 'eligible') return { node, tasks };
  return { reply: node.Drain || tasks > 0 ? 'underway' : 'already', facts: { tasks } };
}

/** What a yes is about: a machine that does not answer has nothing left that could be moved. */
function toFacts({ node, tasks }: Seen) {
  return isSilent(node) ? { silent: node.Name } : { tasks };
}

function isSilent({ Status }: Node): boolean {
  return Status === 'down';
}
