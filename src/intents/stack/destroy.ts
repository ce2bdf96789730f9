import { z } from 'zod';
import { type Context, defineIntent, type Outcome } from '../../intent.ts';

const replies = [
  'started',
  'started-with-data',
  'underway',
  'busy',
  'needed',
  'adopted',
  'absent',
  'nothing',
] as const;

type Destruction = Awaited<ReturnType<Context['stack']['destroy']>>;
type Refused = Exclude<Destruction, { kind: 'started' }>;
type Remains = Extract<Destruction, { kind: 'started' }>['remains'];

export default defineIntent({
  slots: z.object({ component: z.string(), 'with-data': z.enum(['yes', 'no']).optional() }),
  replies,
  risk: 'destroy',
  async foresee({ component, 'with-data': data }, { stack }) {
    const found = await stack.foreseeDestruction(component, data === 'yes');
    if (found.kind !== 'there') return refuse(component, found);
    const { servers, volumes } = found.remains;
    return {
      facts: {
        ...toFacts(found.remains),
        servers: servers > 0 ? servers : undefined,
        doomed: data === 'yes' ? volumes : undefined,
      },
    };
  },
  async run({ component, 'with-data': data }, { stack }) {
    const destruction = await stack.destroy(component, data === 'yes');
    if (destruction.kind !== 'started') return refuse(component, destruction);
    const { run, remains } = destruction;
    const facts = toFacts(remains);
    if (data === 'yes') return { reply: 'started-with-data', facts, run: run.id, undo: 'never' };
    const undo = { intent: 'stack/deploy', slots: { component } };
    return { reply: 'started', facts, run: run.id, undo };
  },
});

function refuse(component: string, refused: Refused): Outcome<(typeof replies)[number]> {
  if ('remains' in refused) return { reply: 'needed', facts: toFacts(refused.remains) };
  if (refused.kind === 'absent' && component === 'everything') return { reply: 'nothing' };
  if (!('run' in refused)) return { reply: refused.kind };
  const { kind, run } = refused;
  const done = run.steps.filter(({ state }) => state === 'done').length;
  const other = run.title === undefined ? { other: run.component } : { title: run.title };
  const facts = { ...other, done, steps: run.steps.length };
  return { reply: kind, facts, run: run.id };
}

function toFacts({ titles, dependants }: Remains) {
  return { what: titles, dependants };
}
