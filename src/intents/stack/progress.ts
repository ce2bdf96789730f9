import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['underway', 'done', 'failed', 'none'],
  risk: 'read',
  ends: ['done', 'failed', 'none'],
  elsewhere: ['none', 'failed', 'done'],
  async run(_slots, { stack }) {
    const progress = await stack.progress();
    if (!progress) return { reply: 'none' };
    const { run, ago } = progress;
    const finished = run.steps.filter(({ state }) => state === 'done');
    const current =
      run.steps.find(({ state }) => state === 'failed') ??
      run.steps.find(({ state }) => state !== 'done');
    return {
      reply: run.state === 'running' ? 'underway' : run.state,
      facts: {
        component: run.title ?? run.component,
        deployment: run.title === undefined ? run.component : undefined,
        title: run.title,
        done: finished.length,
        steps: run.steps.length,
        step: current?.name,
        seen: current?.seen,
        ago,
        result: run.result,
        because: run.result,
      },
      display: {
        title: `${run.deed} ${run.component}`,
        columns: ['step', 'state', 'seen'],
        rows: run.steps.map(({ name, state, seen, cause }) => [name, state, cause ?? seen ?? '']),
      },
      run: run.id,
    };
  },
});
