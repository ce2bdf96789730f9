import { z } from 'zod';
import { type Context, defineIntent, type Outcome } from '../../intent.ts';

const replies = [
  'scaling',
  'waiting',
  'already',
  'groups',
  'stopped',
  'idle',
  'which',
  'fixed',
  'everywhere',
  'absent',
] as const;

type Jobs = Context['jobs'];
type Tally = NonNullable<Awaited<ReturnType<Jobs['tally']>>>;

export default defineIntent({
  slots: z.object({
    job: z.string(),
    count: z.number().int().min(0),
    group: z.string().optional(),
    version: z.number().int().optional(),
  }),
  replies,
  risk: 'change',
  async glance({ job }, { jobs }) {
    if (job === undefined || (await jobs.knows(job))) return undefined;
    return miss(await jobs.missed(job));
  },
  async run({ job, ...wish }, { jobs, turn }) {
    const found = await look(job, jobs);
    if ('reply' in found) return found;
    const scaled = await jobs.scale(found.now, { ...wish, token: turn.id });
    if (scaled.kind === 'groups')
      return { reply: 'groups', facts: { groups: scaled.groups }, asks: 'group' };
    if (scaled.kind !== 'registered') return { reply: 'already' };
    const { from = 0, shortage } = scaled;
    const { count, group } = wish;
    const slots = { job, count: from, ...(group !== undefined && { group }) };
    const undo = { intent: 'nomad/scale-job', slots };
    const later = { intent: 'nomad/job-status', slots: { job } };
    if (!shortage) return { reply: 'scaling', facts: { from }, undo, later };
    const room = Math.max(0, count - shortage.waiting);
    return { reply: 'waiting', facts: { ...shortage, from, room }, undo, later };
  },
});

/** A job that has a number of tasks, or what there is to say instead. */
async function look(
  job: string,
  jobs: Jobs,
): Promise<{ readonly now: Tally } | Outcome<(typeof replies)[number]>> {
  const now = await jobs.tally(job);
  if (!now) return miss(await jobs.missed(job));
  if (now.isStopped) return { reply: 'stopped' };
  if (now.isCounted) return { now };
  return { reply: now.children ? 'fixed' : 'everywhere' };
}

function miss({ kind: reply, ...facts }: Awaited<ReturnType<Jobs['missed']>>) {
  return { reply, facts, ...(reply === 'which' && { asks: 'job' }) };
}
