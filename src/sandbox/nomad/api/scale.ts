import { z } from 'zod';
import type { Group, Job } from '../jobspec/canonicalize.ts';
import { validate } from '../jobspec/validate.ts';
import { deploymentOf } from '../scheduler/deploy.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { State } from '../state/state.ts';
import type { World } from '../world.ts';
import { type Call, jsonOf } from './call.ts';
import { parse, toReply } from './job-writes.ts';
import { Refusal } from '../../refusal.ts';
import type { Handle } from './route.ts';

const scaling = z.looseObject({
  Count: z.number().int().nullish(),
  Target: z.record(z.string(), z.string()).nullish(),
  Message: z.string().nullish(),
});

export function scaleJob({ state }: World, scheduler: Scheduler): Handle {
  return (call) => {
    const { known, group, count } = readWish(state, call);
    if (count === undefined) return { body: toReply(undefined, state.index()) };
    if (deploymentOf(state, known)?.Status === 'running')
      throw new Refusal(400, 'job scaling blocked due to active deployment');
    const recount = (one: Group): Group => (one.Name === group ? { ...one, Count: count } : one);
    const TaskGroups = known.TaskGroups.map(recount);
    const job = { ...known, TaskGroups, Version: known.Version + 1 };
    const mistakes = validate(job);
    if (mistakes !== undefined) throw new Refusal(500, mistakes);
    const evaluation = scheduler.open(job, 'job-scaling');
    const { index } = state.write((JobModifyIndex) => ({
      kind: 'JobRegistered',
      jobs: [{ ...job, JobModifyIndex }],
      evaluations: [evaluation],
    }));
    scheduler.start(evaluation);
    return { body: { ...toReply(evaluation, index), KnownLeader: true, Warnings: '' } };
  };
}

type Wish = { readonly known: Job; readonly group: string; readonly count: number | undefined };

function readWish(state: State, call: Call): Wish {
  const [id = ''] = call.names;
  const { Count, Target } = parse(scaling, jsonOf(call));
  const group = Target?.['Group'] ?? '';
  if (group === '') throw new Refusal(400, 'missing task group name for scaling action');
  if (Count && Count < 0) throw new Refusal(400, "scaling action count can't be negative");
  const known = state.jobs.get(id);
  if (!known) throw new Refusal(404, `job "${id}" not found`);
  if (known.TaskGroups.some(({ Name }) => Name === group))
    return { known, group, count: Count ?? undefined };
  throw new Refusal(400, `task group "${group}" specified for scaling does not exist in job`);
}

export function scaleStatus(state: State): Handle {
  return ({ names: [id = ''] }) => {
    const job = state.jobs.get(id);
    if (!job) throw new Refusal(404, 'job not found', state.indexOf('jobs'));
    const tallies = state.summaryOf(id)?.Summary;
    const groups = job.TaskGroups.map(({ Name, Count: Desired }) => {
      const { Running = 0, Starting = 0 } = tallies?.[Name] ?? {};
      const Placed = Running + Starting;
      const status = { Desired, Placed, Running, Healthy: Running, Unhealthy: 0, Events: null };
      return [Name, status] as const;
    });
    return {
      index: job.ModifyIndex,
      body: {
        JobID: id,
        Namespace: job.Namespace,
        JobCreateIndex: job.CreateIndex,
        JobModifyIndex: job.ModifyIndex,
        JobStopped: job.Stop,
        TaskGroups: Object.fromEntries(groups),
      },
    };
  };
}
