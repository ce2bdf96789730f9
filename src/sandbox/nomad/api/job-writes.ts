import { z } from 'zod';
import { canonicalize, type Group, type Job } from '../jobspec/canonicalize.ts';
import { validate } from '../jobspec/validate.ts';
import { draw } from '../scheduler/draw.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { Evaluation } from '../state/evaluation.ts';
import { nanoseconds, type World } from '../world.ts';
import { type Call, hasFlag, jsonOf } from './call.ts';
import { toPlan } from './plan.ts';
import { Refusal } from '../../refusal.ts';
import type { Answer, Handle } from './route.ts';
import { isUnchanged } from './spec-change.ts';

const registration = z.looseObject({
  Job: z.looseObject({ ID: z.string().nullish() }).nullish(),
  EnforceIndex: z.boolean().nullish(),
  JobModifyIndex: z.number().nullish(),
  PreserveCounts: z.boolean().nullish(),
});

export type JobWrites = {
  readonly register: Handle;
  readonly stop: Handle;
  readonly plan: Handle;
};

/** Registering, planning and stopping jobs. */
export function jobWrites(world: World, scheduler: Scheduler): JobWrites {
  const { state } = world;

  function register(call: Call): Answer {
    const { job: given, body } = readJob(call, 'Job ID does not match name');
    const known = state.jobs.get(given.ID);
    const mistakes = validate(given);
    if (mistakes !== undefined) throw new Refusal(500, mistakes);
    if (body.EnforceIndex) enforce(body.JobModifyIndex ?? 0, known);
    const job = body.PreserveCounts && known ? withCountsOf(known, given) : given;
    const inert = job.Periodic !== null || job.ParameterizedJob !== null;
    let evaluation: Evaluation | undefined;
    const { index } = state.write((next) => {
      const kept = known && isUnchanged(known, job) ? known : successor(world, known, job, next);
      evaluation = inert ? undefined : scheduler.open(kept, 'job-register');
      const jobs = kept === known ? [] : [kept];
      return { kind: 'JobRegistered', jobs, evaluations: evaluation ? [evaluation] : [] };
    });
    if (evaluation) scheduler.start(evaluation);
    return {
      body: {
        ...toReply(evaluation, index),
        JobModifyIndex: state.jobs.get(job.ID)?.ModifyIndex,
        Warnings: '',
      },
    };
  }

  function stop(call: Call): Answer {
    const purge = call.query.get('purge');
    if (purge !== null && !['true', 'false', '1', '0'].includes(purge))
      throw new Refusal(
        500,
        `Failed to parse value of "purge" (${purge}) as a bool: strconv.ParseBool: parsing "${purge}": invalid syntax`,
      );
    const job = state.jobs.get(call.names[0] ?? '');
    if (!job) return { body: { ...toReply(undefined, 0), ...noVolumes } };
    const stopped = { ...job, Stop: true, Version: job.Version + 1 };
    const evaluation = scheduler.open(stopped, 'job-deregister');
    const purged = hasFlag(call, 'purge') ? [job.ID] : [];
    const { index } = state.write((JobModifyIndex) => ({
      kind: 'JobDeregistered',
      jobs: [{ ...stopped, JobModifyIndex }],
      evaluations: [evaluation],
      purged,
    }));
    scheduler.start(evaluation);
    return { body: { ...toReply(evaluation, index), ...noVolumes } };
  }

  function plan(call: Call): Answer {
    const { job } = readJob(call, 'Job ID does not match');
    const mistakes = validate(job);
    if (mistakes !== undefined) throw new Refusal(500, mistakes);
    const known = state.jobs.get(job.ID);
    const next = known && isUnchanged(known, job) ? known : successor(world, known, job, 0);
    return { body: toPlan(draw(world, next), known, state.indexOf('jobs')) };
  }

  return { register, stop, plan };
}

function readJob(call: Call, mismatch: string) {
  const body = parse(registration, jsonOf(call));
  if (!body.Job) throw new Refusal(400, 'Job must be specified');
  if (!body.Job.ID) throw new Refusal(400, "Job ID hasn't been provided");
  if (call.names[0] !== undefined && body.Job.ID !== call.names[0])
    throw new Refusal(400, mismatch);
  const region = body.Job['Region'] ?? 'global';
  if (region !== 'global' && region !== '') throw new Refusal(500, 'No path to region');
  return { job: guard(() => canonicalize(body.Job)), body };
}

export function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  return guard(() => schema.parse(value));
}

/** A field of the wrong type, as Go's decoder says it. */
function guard<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    const expected = issue?.code === 'invalid_type' ? issue.expected : 'another';
    const field = issue?.path.join('.') ?? '';
    const text = `json: cannot unmarshal value into Go struct field ${field} of type ${expected}`;
    throw new Refusal(400, text);
  }
}

function enforce(index: number, known: Job | undefined): void {
  const says = `Enforcing job modify index ${index}: job`;
  if (index === 0 && known) throw new Refusal(500, `${says} already exists`);
  if (index === 0 || known?.JobModifyIndex === index) return;
  if (!known) throw new Refusal(500, `${says} does not exist`);
  const at = known.JobModifyIndex;
  throw new Refusal(500, `${says} exists with conflicting job modify index: ${at}`);
}

function successor(world: World, known: Job | undefined, job: Job, JobModifyIndex: number): Job {
  const SubmitTime = nanoseconds(world);
  const Version = known ? known.Version + 1 : 0;
  return {
    ...job,
    Status: known?.Status ?? 'pending',
    Stop: false,
    Version,
    SubmitTime,
    JobModifyIndex,
  };
}

function withCountsOf(known: Job, job: Job): Job {
  const counts = new Map(known.TaskGroups.map(({ Name, Count }) => [Name, Count]));
  const recount = (group: Group): Group => ({
    ...group,
    Count: counts.get(group.Name) ?? group.Count,
  });
  return { ...job, TaskGroups: job.TaskGroups.map(recount) };
}

const noVolumes = { VolumeEvalID: '', VolumeEvalIndex: 0 };

export function toReply(evaluation: Evaluation | undefined, index: number): object {
  return {
    EvalID: evaluation?.ID ?? '',
    EvalCreateIndex: evaluation ? index : 0,
    JobModifyIndex: index,
    Index: index,
    KnownLeader: false,
    LastContact: 0,
    NextToken: '',
  };
}
