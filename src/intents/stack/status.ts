import { z } from 'zod';
import { type Context, defineIntent, type Outcome } from '../../intent.ts';

const replies = [
  'healthy',
  'leaderless',
  'partial',
  'troubled',
  'absent',
  'nothing',
  'all-up',
  'mixed',
  'none-up',
] as const;

type Status = Awaited<ReturnType<Context['stack']['status']>>;
type Said = Outcome<(typeof replies)[number]>;

export default defineIntent({
  slots: z.object({ component: z.string().optional() }),
  replies,
  risk: 'read',
  async run({ component }, { stack }) {
    const { place } = stack;
    if (component !== undefined && component !== 'everything')
      return tellOne(await stack.status(component), place);
    const deployed = (await stack.statuses()).filter(({ servers }) => servers !== undefined);
    const [only, ...others] = deployed;
    if (!only) return { reply: 'nothing', facts: { place } };
    return others.length === 0 ? tellOne(only, place) : tellAll(deployed, place);
  },
});

function tellOne({ component, servers, leader, isUp }: Status, place: string): Said {
  if (!servers) return { reply: 'absent', facts: { component, place } };
  const { ready, wanted, trouble, isRolledOut } = servers;
  const facts = { component, place, ready, servers: wanted, leader, because: trouble };
  if (isUp) return { reply: 'healthy', facts };
  if (isRolledOut) return { reply: 'leaderless', facts };
  return { reply: trouble === undefined ? 'partial' : 'troubled', facts };
}

function tellAll(deployed: readonly Status[], place: string): Said {
  const namesOf = (some: readonly Status[]): string => some.map((one) => one.component).join(', ');
  const up = namesOf(deployed.filter(({ isUp }) => isUp));
  const partial = namesOf(deployed.filter(({ isUp }) => !isUp));
  const facts = { place, up, partial };
  if (partial === '') return { reply: 'all-up', facts };
  return { reply: up === '' ? 'none-up' : 'mixed', facts };
}
