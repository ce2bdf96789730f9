import { z } from 'zod';
import { type Context, defineIntent, type Outcome } from '../../intent.ts';

const replies = ['stopping', 'already', 'idle', 'which', 'absent'] as const;

type Jobs = Context['jobs'];
type Tally = NonNullable<Awaited<ReturnType<Jobs['tally']>>>;

export default defineIntent({
  slots: z.object({ job: z.string() }),
  replies,
  risk: 'destroy',
  async foresee({ job }, { jobs }) {
    const found = await look(job, jobs);
    return 'reply' in found ? found : { facts: toFacts(found.now) };
  },
  async run({ job }, { jobs }) {
    const found = await look(job, jobs);
    if ('reply' in found) return found;
    const { now } = found;
    await jobs.stop(now);
    const { Version: version } = now.job;
    const slots = {
      job,
      count: Math.max(1, now.wanted),
      ...(version !== undefined && { version }),
    };
    return {
      reply: 'stopping',
      facts: toFacts(now),
      undo: now.children ? 'never' : { intent: 'nomad/run-job', slots },
    };
  },
});

/** A job that can be stopped, or what there is to say instead. */
async function look(
  job: string,
  jobs: Jobs,
): Promise<{ readonly now: Tally } | Outcome<(typeof replies)[number]>> {
  const now = await jobs.tally(job);
  if (now) return now.isStopped ? { reply: 'already' } : { now };
  const { kind: reply, ...facts } = await jobs.missed(job);
  return { reply, facts, ...(reply === 'which' && { asks: 'job' }) };
}

/** Where nothing runs there is no number to tell. */
function toFacts({ tally: { Running } }: Tally) {
  return { running: Running || undefined };
}
