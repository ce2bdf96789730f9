import { z } from 'zod';
import { type Context, defineIntent, type Outcome } from '../../intent.ts';

const replies = [
  'healthy',
  'sealed',
  'leaderless',
  'partial',
  'changing',
  'troubled',
  'absent',
  'coming',
  'nothing',
  'beginning',
  'all-up',
  'mixed',
  'none-up',
] as const;

type Status = Awaited<ReturnType<Context['stack']['examine']>>;
type Brief = Awaited<ReturnType<Context['stack']['statuses']>>[number];
type Said = Outcome<(typeof replies)[number]>;
type Progress = Awaited<ReturnType<Context['stack']['progress']>>;

const upReplies = new Set(['healthy', 'all-up']);

export default defineIntent({
  slots: z.object({ component: z.string().optional() }),
  replies,
  risk: 'read',
  async run({ component }, { stack }) {
    const said = await look(component, stack);
    if (upReplies.has(said.reply)) return said;
    const [progress, coming] = await Promise.all([
      stack.progress(),
      said.reply === 'absent' && component !== undefined ? stack.coming(component) : undefined,
    ]);
    const work = toWork(progress);
    if (!work || (said.reply === 'absent' && !coming)) return said;
    return { ...said, reply: during(said.reply), facts: { ...said.facts, ...work } };
  },
});

async function look(component: string | undefined, stack: Context['stack']): Promise<Said> {
  const { place } = stack;
  if (component !== undefined && component !== 'everything')
    return tellOne(await stack.examine(component), place);
  const deployed = (await stack.statuses()).filter(({ servers }) => servers !== undefined);
  const [only, ...others] = deployed;
  if (!only) return { reply: 'nothing', facts: { place } };
  if (others.length > 0) return tellAll(deployed, place);
  return tellOne(await stack.examine(only.component), place);
}

/** While something is done about it, that belongs to what there is to tell. */
function during(reply: Said['reply']): Said['reply'] {
  if (reply === 'absent') return 'coming';
  return reply === 'nothing' ? 'beginning' : reply;
}

function toWork(progress: Progress): Said['facts'] {
  if (progress?.run.state !== 'running') return undefined;
  const { component, title, steps } = progress.run;
  const done = steps.filter(({ state }) => state === 'done').length;
  return { ...(title === undefined ? { other: component } : { title }), done, steps: steps.length };
}

function tellOne(status: Status, place: string): Said {
  const { component, servers, leader, clauses, isAdopted } = status;
  if (!servers) return { reply: 'absent', facts: { component, place } };
  const { ready, wanted, trouble } = servers;
  const told = Object.fromEntries(clauses.map(({ about, state }) => [about, state]));
  return {
    reply: nameReply(status, told['unsealed'] === 'no'),
    facts: {
      component,
      ...(isAdopted ? { given: 'yes' } : { place }),
      ready,
      servers: wanted,
      leader,
      because: trouble,
      ...told,
    },
    display: {
      title: component,
      columns: ['what', 'is so', 'seen'],
      rows: clauses.map(({ about, state, seen }) => [about, state, seen]),
    },
  };
}

function nameReply({ isUp, servers }: Status, isSealed: boolean): (typeof replies)[number] {
  if (isSealed) return 'sealed';
  if (isUp) return 'healthy';
  if (servers?.isRolledOut) return 'leaderless';
  if (servers?.trouble !== undefined) return 'troubled';
  return servers?.ready === servers?.wanted ? 'changing' : 'partial';
}

function tellAll(deployed: readonly Brief[], place: string): Said {
  const namesOf = (some: readonly Brief[]): readonly string[] =>
    some.map(({ component }) => component);
  const up = namesOf(deployed.filter(({ isUp }) => isUp));
  const partial = namesOf(deployed.filter(({ isUp }) => !isUp));
  const theirs = namesOf(deployed.filter(({ isAdopted }) => isAdopted));
  const facts = { place, up, partial, theirs };
  if (partial.length === 0) return { reply: 'all-up', facts };
  return { reply: up.length === 0 ? 'none-up' : 'mixed', facts };
}
