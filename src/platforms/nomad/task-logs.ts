import type { Allocation, Nomad } from './nomad.ts';
import { orAbsent } from '../or-absent.ts';

/** The latest lines of one task, as plain text without control characters. */
export type TaskLog = {
  readonly allocation: string;
  readonly node: string;
  readonly stream: 'stdout' | 'stderr';
  readonly lines: readonly string[];
  /** Its machine was lost with it, so that no lines need not mean that it wrote none. */
  readonly isLost: boolean;
};

const most = 20;
const away = new Set(['lost', 'unknown']);

/** Reads what the newest running allocation of a job has written last, or else the newest that has begun. */
export async function readLog(nomad: Nomad, id: string): Promise<TaskLog | undefined> {
  const mine = `JobID == ${JSON.stringify(id)}`;
  const [[running], newest] = await Promise.all([
    nomad.findAllocations(`${mine} and ClientStatus == "running"`, 1),
    nomad.findAllocations(mine, 5),
  ]);
  const allocation = running ?? newest.find((one) => taskOf(one) !== undefined);
  const task = allocation && taskOf(allocation);
  if (!allocation || task === undefined) return undefined;
  const { ID, Name, NodeName } = allocation;
  const [out, err] = await Promise.all([
    orAbsent(nomad.logs(ID, task, 'stdout')),
    orAbsent(nomad.logs(ID, task, 'stderr')),
  ]);
  const { ClientStatus } = allocation;
  const where = { allocation: Name, node: NodeName, isLost: away.has(ClientStatus) };
  const lines = toLines(out ?? '');
  const errors = toLines(err ?? '');
  return errors.length > 0 && (ClientStatus === 'failed' || lines.length === 0)
    ? { ...where, stream: 'stderr', lines: errors }
    : { ...where, stream: 'stdout', lines };
}

/** The task that failed, or that runs, before those that only prepare or accompany it. */
function taskOf({ TaskStates }: Allocation): string | undefined {
  const states = Object.entries(TaskStates ?? {});
  const named =
    states.find(([, { Failed }]) => Failed) ?? states.find(([, { State }]) => State === 'running');
  return (named ?? states[0])?.[0];
}

function toLines(text: string): readonly string[] {
  return text
    .replaceAll(/\p{Cc}\[[\d;]*[A-Za-z]/gu, '')
    .replaceAll(/[^\P{Cc}\n]/gu, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-most);
}
