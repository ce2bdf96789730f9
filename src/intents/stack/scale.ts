import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

const sizes = new Set([1, 3, 5]);

export default defineIntent({
  slots: z.object({ component: z.string(), servers: z.number().int() }),
  replies: [
    'growing',
    'shrinking',
    'continuing',
    'already',
    'underway',
    'busy',
    'absent',
    'adopted',
    'fixed',
    'odd',
  ],
  risk: 'change',
  async run({ component, servers }, { stack }) {
    if (!sizes.has(servers)) return { reply: 'odd' };
    const resizing = await stack.scale(component, servers);
    if (resizing.kind === 'already') return { reply: 'already' };
    if (!('run' in resizing)) return { reply: resizing.kind };
    const { run } = resizing;
    if (resizing.kind !== 'started') {
      const done = run.steps.filter(({ state }) => state === 'done').length;
      const other = run.title === undefined ? { other: run.component } : { title: run.title };
      const facts = { ...other, done, steps: run.steps.length };
      return { reply: resizing.kind, facts, run: run.id };
    }
    const { from } = resizing;
    const reply = from === servers ? 'continuing' : from < servers ? 'growing' : 'shrinking';
    const undo = { intent: 'stack/scale', slots: { component, servers: from } };
    return { reply, facts: { from }, run: run.id, undo };
  },
});
