import { z } from 'zod';
import { type Context, defineIntent, type Outcome, type Undo } from '../../intent.ts';

const replies = [
  'creating',
  'growing',
  'shrinking',
  'replacing',
  'waiting',
  'roomless',
  'everywhere',
  'scheduled',
  'dispatched',
  'already',
  'underway',
  'groups',
  'which',
  'unknown',
] as const;

type Jobs = Context['jobs'];
type Registered = Extract<Awaited<ReturnType<Jobs['run']>>, { kind: 'registered' }>;
type Told = Outcome<(typeof replies)[number]>;

export default defineIntent({
  slots: z.object({
    job: z.string(),
    count: z.number().int().min(1),
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
    const token = [turn.channel, turn.session, turn.id].join(' ');
    const ran = await jobs.run(job, { ...wish, token });
    switch (ran.kind) {
      case 'unknown':
        return miss(await jobs.missed(job));
      case 'dispatched':
        return { reply: 'dispatched', undo: 'never' };
      case 'groups':
        return { reply: 'groups', facts: { groups: ran.groups }, asks: 'group' };
      case 'already':
      case 'underway':
        return { reply: ran.kind, facts: { running: ran.running } };
      case 'registered': {
        const { from, version } = ran;
        const slots = { job, ...(wish.group !== undefined && { group: wish.group }) };
        const undo: Undo =
          from === undefined
            ? { intent: 'nomad/stop-job', slots: { job } }
            : {
                intent: 'nomad/scale-job',
                slots: { ...slots, count: from, ...(version !== undefined && { version }) },
              };
        const told = tell(ran, wish.count);
        const later = { intent: 'nomad/job-status', slots: { job } };
        return { ...told, undo, ...(told.reply !== 'replacing' && { later }) };
      }
    }
  },
});

/** What was written, in words; where there is no room, that before everything else. */
function tell(ran: Registered, count: number): Told {
  const { from, replaced, shortage, runs } = ran;
  if (runs !== 'at once') return { reply: runs };
  if (shortage) {
    const room = Math.max(0, count - shortage.waiting);
    return { reply: room > 0 ? 'waiting' : 'roomless', facts: { ...shortage, room } };
  }
  const wanted = count - (from ?? 0);
  // what was ordered before and has not been placed yet is no news
  const more = wanted > 0 ? Math.min(wanted, ran.more ?? wanted) : (ran.more ?? wanted);
  return {
    reply: toReply(from ?? 0, count, more),
    facts: { from, more, replaced: replaced || undefined },
  };
}

function toReply(from: number, count: number, more: number): Told['reply'] {
  if (from > count) return 'shrinking';
  if (from === 0) return 'creating';
  return from < count || more > 0 ? 'growing' : 'replacing';
}

/** Names that come near are asked about, and never guessed. */
function miss({ kind, ...facts }: Awaited<ReturnType<Jobs['missed']>>): Told {
  return kind === 'which' ? { reply: kind, facts, asks: 'job' } : { reply: 'unknown', facts };
}
