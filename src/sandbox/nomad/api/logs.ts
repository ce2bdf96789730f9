import { type Allocation, groupOf, type TaskState } from '../state/allocation.ts';
import type { State } from '../state/state.ts';
import type { Call } from './call.ts';
import { checkId } from './lists.ts';
import { Refusal } from '../../refusal.ts';
import type { Route } from './route.ts';

/** `/v1/client/fs/logs/…`: what a task would have written, a line for each second that it has been running. */
export function logRoutes(state: State, clock: () => Date): readonly Route[] {
  return [
    {
      path: /^\/v1\/client\/fs\/logs\/([^/]*)$/,
      get: (call) => {
        const { task, type } = readWish(call);
        const allocation = find(state, call.names[0] ?? '');
        const ran = runOf(allocation, task);
        const lines = type === 'stdout' ? linesOf(allocation.Name, ran, clock()) : '';
        if (call.query.get('plain') === 'true') return { body: undefined, text: lines };
        const Data = Buffer.from(lines).toString('base64');
        const frame = { File: `alloc/logs/${task}.${type}.0`, Offset: lines.length, Data };
        return { body: lines === '' ? {} : frame };
      },
    },
  ];
}

function readWish({ query }: Call): { readonly task: string; readonly type: string } {
  const task = query.get('task') ?? '';
  const type = query.get('type') ?? '';
  if (task === '') throw new Refusal(400, 'must provide task name');
  if (type === 'stdout' || type === 'stderr') return { task, type };
  throw new Refusal(400, 'must provide log type (stdout/stderr)');
}

function find(state: State, id: string): Allocation {
  checkId(id, 'alloc');
  const allocation = state.allocations.get(id);
  if (allocation) return allocation;
  throw new Refusal(404, `Unknown allocation "${id}"`);
}

function runOf(allocation: Allocation, task: string): TaskState {
  if (!groupOf(allocation)?.Tasks.some(({ Name }) => Name === task))
    throw new Refusal(400, `unknown task name "${task}"`);
  const ran = allocation.TaskStates?.[task];
  if (ran?.StartedAt) return ran;
  throw new Refusal(404, `task "${task}" not started yet. No logs available`);
}

function linesOf(name: string, { StartedAt, FinishedAt }: TaskState, now: Date): string {
  const end = FinishedAt === null ? now.getTime() : Date.parse(FinishedAt);
  const seconds = Math.floor((end - Date.parse(StartedAt ?? '')) / 1000) + 1;
  const first = Math.max(1, seconds - 19);
  return Array.from({ length: seconds - first + 1 }, (_none, at) => {
    const number = first + at;
    return `64 bytes from 127.0.0.1: icmp_seq=${number} ttl=64 time=0.0${(number % 9) + 1} ms (${name})\n`;
  }).join('');
}
