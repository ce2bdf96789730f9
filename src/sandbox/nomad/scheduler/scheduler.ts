import type { Job } from '../jobspec/canonicalize.ts';
import { type Allocation, isLive } from '../state/allocation.ts';
import type { Evaluation } from '../state/evaluation.ts';
import { isUsable } from '../state/node.ts';
import type { Written } from '../state/state.ts';
import { nanoseconds, type World } from '../world.ts';
import { toWrite } from './commit.ts';
import { draw } from './draw.ts';

export type Scheduler = {
  /** An evaluation of the job to be written; handing its ID to `start` once it is has it worked on. */
  readonly open: (job: Job, triggeredBy: string, more?: Partial<Evaluation>) => Evaluation;
  readonly start: (evaluation: Evaluation, due?: readonly string[]) => void;
  /** Both at once. */
  readonly evaluate: (job: Job, triggeredBy: string, due?: readonly string[]) => void;
};

/** Works on evaluations: compares what a job wants with what there is, and writes the difference. */
export function createScheduler(world: World): Scheduler {
  const { state, pace, signal, uuid } = world;
  let passing = false;

  const open: Scheduler['open'] = (job, TriggeredBy, more = {}) => ({
    ID: uuid(),
    Namespace: job.Namespace,
    JobID: job.ID,
    JobModifyIndex: job.JobModifyIndex,
    Type: job.Type,
    Priority: job.Priority,
    TriggeredBy,
    Status: 'pending',
    CreateIndex: 0,
    ModifyIndex: 0,
    CreateTime: nanoseconds(world),
    ModifyTime: nanoseconds(world),
    ...more,
  });

  const start: Scheduler['start'] = (evaluation, due = []) => {
    void work(evaluation, due);
  };

  const evaluate: Scheduler['evaluate'] = (job, triggeredBy, due) => {
    const evaluation = open(job, triggeredBy);
    state.write({ kind: 'EvaluationUpdated', evaluations: [evaluation] });
    start(evaluation, due);
  };

  async function work(evaluation: Evaluation, due: readonly string[]): Promise<void> {
    await pace.wait(20, signal);
    if (signal.aborted) return;
    const known = state.evaluations.get(evaluation.ID)?.Status ?? 'pending';
    if (known !== 'pending' && known !== 'blocked') return;
    const job = state.jobs.get(evaluation.JobID);
    if (!job) {
      const evaluations = [{ ...evaluation, Status: 'complete' as const }];
      state.write({ kind: 'EvaluationUpdated', evaluations });
      return;
    }
    const drawn = draw(world, job, new Set(due));
    state.write(toWrite(world, { job, evaluation, drawn, open }));
  }

  /** Room may have appeared: everything that waits for some is looked at again, once per turn of the loop. */
  async function pass(): Promise<void> {
    if (passing) return;
    passing = true;
    await pace.wait(50, signal);
    passing = false;
    if (signal.aborted) return;
    for (const blocked of Array.from(state.evaluations.values())) {
      if (blocked.Status === 'blocked') start(blocked);
    }
    for (const job of state.jobs.values())
      if (job.Type === 'system' && !job.Stop) start(open(job, 'node-update'));
  }

  function replaceOn(lost: readonly Allocation[]): void {
    for (const id of new Set(lost.map(({ JobID }) => JobID))) {
      const job = state.jobs.get(id);
      if (job) evaluate(job, 'node-update');
    }
  }

  function onWrite({ kind, nodes, allocations }: Written): void {
    if (kind === 'NodeDeregistration') replaceOn(allocations);
    const room = nodes.some(isUsable) || allocations.some((one) => !isLive(one));
    if (room) void pass();
  }

  state.onWrite(onWrite);
  return { open, start, evaluate };
}
