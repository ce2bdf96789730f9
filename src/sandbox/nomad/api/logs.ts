import type { State } from '../state/state.ts';
import { groupOf } from '../state/allocation.ts';
import { checkId } from './lists.ts';
import { Refusal } from './refusal.ts';
import type { Route } from './route.ts';

/** `/v1/client/fs/logs/…`: what a task would have written, a line for each second it has been running. */
export function logRoutes(state: State, clock: () => Date): readonly Route[] {
  return [
    {
      path: /^\/v1\/client\/fs\/logs\/([^/]*)$/,
      get: ({ names: [id = ''], query }) => {
        checkId(id, 'alloc');
        const allocation = state.allocations.get(id);
        if (!allocation) throw new Refusal(404, `Unknown allocation "${id}"`);
        const task = query.get('task') ?? '';
        const type = query.get('type') ?? '';
        if (task === '') throw new Refusal(400, 'must provide task name');
        if (type !== 'stdout' && type !== 'stderr')
          throw new Refusal(400, 'must provide log type (stdout/stderr)');
        if (!groupOf(allocation)?.Tasks.some(({ Name }) => Name === task))
          throw new Refusal(404, `unknown task name "${task}"`);
        const started = allocation.TaskStates?.[task]?.StartedAt;
        if (!started) throw new Refusal(404, `task "${task}" not started yet. No logs available`);
        const ends = allocation.TaskStates?.[task]?.FinishedAt;
        const ranMs = (ends ? Date.parse(ends) : clock().getTime()) - Date.parse(started);
        const lines = type === 'stdout' ? linesOf(allocation.Name, ranMs) : '';
        if (query.get('plain') === 'true') return { body: undefined, text: lines };
        const File = `alloc/logs/${task}.${type}.0`;
        const Data = Buffer.from(lines).toString('base64');
        return { body: lines === '' ? {} : { File, Offset: lines.length, Data } };
      },
    },
  ];
}

function linesOf(name: string, ranMs: number): string {
  const seconds = Math.floor(ranMs / 1000) + 1;
  const first = Math.max(1, seconds - 19);
  return Array.from({ length: seconds - first + 1 }, (_none, at) => {
    const number = first + at;
    return `64 bytes from 127.0.0.1: icmp_seq=${number} ttl=64 time=0.0${(number % 9) + 1} ms (${name})\n`;
  }).join('');
}
