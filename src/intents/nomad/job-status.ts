import { z } from 'zod';
import { type Context, defineIntent, type Outcome } from '../../intent.ts';

const replies = [
  'running',
  'excess',
  'partial',
  'waiting',
  'failing',
  'stopped',
  'finished',
  'dispatched',
  'which',
  'absent',
] as const;

type Jobs = Context['jobs'];
type Tally = NonNullable<Awaited<ReturnType<Jobs['tally']>>>;
type Told = Outcome<(typeof replies)[number]>;

export default defineIntent({
  slots: z.object({ job: z.string() }),
  replies,
  risk: 'read',
  ends: ['running', 'finished', 'stopped', 'absent'],
  stalls: ['waiting', 'failing'],
  elsewhere: ['absent', 'which'],
  async run({ job }, { jobs }) {
    const found = await jobs.tally(job);
    if (!found) return miss(await jobs.missed(job));
    const { tally, wanted } = found;
    const { Running: running, Complete: complete, Failed: failed } = tally;
    const told = await tell(found, jobs);
    return {
      ...told,
      facts: { count: wanted, running, complete, failed, ...told.facts },
      display: {
        title: `Job ${job}`,
        columns: ['state', 'tasks'],
        rows: Object.entries(tally).map(([state, count]) => [state.toLowerCase(), String(count)]),
      },
    };
  },
});

/** What is over or complete is told at once; only what falls short is looked into. */
async function tell(found: Tally, jobs: Jobs): Promise<Told> {
  const { isStopped, children } = found;
  if (isStopped) return { reply: 'stopped' };
  if (children) {
    const { Pending: pending, Running: running, Dead: ended } = children;
    return { reply: 'dispatched', facts: { pending, running, ended } };
  }
  const whole = toWhole(found);
  if (whole) return { reply: whole };
  const { shortage, cause } = await jobs.trouble(found);
  if (shortage) return { reply: 'waiting', facts: { ...shortage } };
  if (cause) return { reply: 'failing', facts: { ...cause } };
  return { reply: isOver(found) ? 'finished' : 'partial' };
}

/** What is to be said where nothing falls short. */
function toWhole(found: Tally): 'running' | 'excess' | 'finished' | undefined {
  const { Running, Failed } = found.tally;
  if (isOver(found)) return Failed === 0 ? 'finished' : undefined;
  if (Running > found.wanted) return 'excess';
  return Running === found.wanted ? 'running' : undefined;
}

function isOver({ isBatch, tally: { Running, Starting, Queued } }: Tally): boolean {
  return isBatch && Running + Starting + Queued === 0;
}

/** Names that come near are asked about, and never guessed. */
function miss({ kind, ...facts }: Awaited<ReturnType<Jobs['missed']>>): Told {
  return kind === 'which' ? { reply: kind, facts, asks: 'job' } : { reply: 'absent', facts };
}
