import type { Job } from '../jobspec/canonicalize.ts';
import type { Fate } from './steps.ts';

export type Fates = {
  readonly of: (job: Job) => Fate;
  /** From now on tasks of this job end so when they start; `undefined` lets them be. */
  readonly set: (job: string, fate: Fate | undefined) => void;
};

/** What becomes of a job's tasks: services run, batches end, `/bin/false` fails, unless told otherwise. */
export function createFates(): Fates {
  const told = new Map<string, Fate>();
  return {
    of: (job) => told.get(job.ID) ?? usual(job),
    set: (job, fate) => {
      if (fate) told.set(job, fate);
      else told.delete(job);
    },
  };
}

function usual({ Type, TaskGroups }: Job): Fate {
  const commands = TaskGroups.flatMap(({ Tasks }) =>
    Tasks.map(({ Config }) => Config?.['command']),
  );
  if (commands.some((command) => /(?:^|\/)false$/.test(String(command))))
    return { kind: 'crashes', exitCode: 1 };
  return { kind: Type === 'batch' || Type === 'sysbatch' ? 'ends' : 'runs' };
}
