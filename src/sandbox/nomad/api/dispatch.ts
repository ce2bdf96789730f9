import { z } from 'zod';
import type { Job } from '../jobspec/canonicalize.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import { nanoseconds, type World } from '../world.ts';
import { jsonOf } from './call.ts';
import { parse, toReply } from './job-writes.ts';
import { Refusal } from '../../refusal.ts';
import type { Handle } from './route.ts';

const dispatch = z.looseObject({
  Meta: z
    .record(z.string(), z.string())
    .nullish()
    .transform((meta) => meta ?? {}),
  Payload: z
    .string()
    .nullish()
    .transform((payload) => payload ?? ''),
});
type Wish = z.infer<typeof dispatch>;

/** Starts a child of a parameterized job; a token that a child already carries finds that child. */
export function dispatchJob(world: World, scheduler: Scheduler): Handle {
  const { state } = world;
  return (call) => {
    const [id = ''] = call.names;
    const wish = parse(dispatch, jsonOf(call));
    const parent = state.jobs.get(id);
    if (!parent) throw new Refusal(500, 'parameterized job not found');
    checkParent(parent);
    checkPayload(parent, wish);
    checkMeta(parent, wish);
    const token = call.query.get('idempotency_token') ?? '';
    const twin = token === '' ? undefined : childWith(state.jobs.values(), id, token);
    if (twin) return { body: { ...toReply(undefined, state.index()), ...toDispatched(twin) } };
    const child = bear(world, parent, wish, token);
    const evaluation = scheduler.open(child, 'job-register');
    const { index } = state.write((JobModifyIndex) => ({
      kind: 'JobRegistered',
      evaluations: [evaluation],
      jobs: [{ ...child, JobModifyIndex }],
    }));
    scheduler.start(evaluation);
    return {
      body: { ...toReply(evaluation, index), ...toDispatched({ ...child, CreateIndex: index }) },
    };
  };
}

function bear(world: World, parent: Job, { Meta, Payload }: Wish, token: string): Job {
  const seconds = Math.floor(world.clock().getTime() / 1000);
  const ID = `${parent.ID}/dispatch-${seconds}-${world.uuid().slice(0, 8)}`;
  return {
    ...parent,
    ID,
    Name: ID,
    ParentID: parent.ID,
    Dispatched: true,
    DispatchIdempotencyToken: token,
    Meta: { ...parent.Meta, ...Meta },
    Payload: Payload === '' ? null : Payload,
    Status: '',
    Version: 0,
    SubmitTime: nanoseconds(world),
  };
}

function toDispatched({ ID, CreateIndex }: Job): object {
  return { DispatchedJobID: ID, JobCreateIndex: CreateIndex };
}

function childWith(jobs: Iterable<Job>, parent: string, token: string): Job | undefined {
  return Array.from(jobs).find(
    (job) => job.ParentID === parent && job.DispatchIdempotencyToken === token,
  );
}

function checkParent({ ID, ParameterizedJob, Stop }: Job): void {
  if (!ParameterizedJob) throw new Refusal(500, `Specified job "${ID}" is not a parameterized job`);
  if (Stop) throw new Refusal(500, `Specified job "${ID}" is stopped`);
}

function checkPayload({ ParameterizedJob }: Job, { Payload }: Wish): void {
  if (!/^[A-Za-z\d+/]*={0,2}$/.test(Payload))
    throw new Refusal(400, 'illegal base64 data at input byte 0');
  if (Payload === '' && ParameterizedJob?.Payload === 'required')
    throw new Refusal(500, 'Payload is not provided but required by parameterized job');
  if (Payload !== '' && ParameterizedJob?.Payload === 'forbidden')
    throw new Refusal(500, 'Payload provided but forbidden by parameterized job');
}

function checkMeta({ ParameterizedJob }: Job, { Meta }: Wish): void {
  const required = ParameterizedJob?.MetaRequired ?? [];
  const known = new Set([...required, ...(ParameterizedJob?.MetaOptional ?? [])]);
  const strays = Object.keys(Meta).filter((key) => !known.has(key));
  if (strays.length > 0) {
    const keys = strays.join(' ');
    throw new Refusal(500, `Dispatch request included unpermitted metadata keys: [${keys}]`);
  }
  const missing = required.filter((key) => Meta[key] === undefined);
  if (missing.length === 0) return;
  throw new Refusal(500, `Dispatch did not provide required meta keys: [${missing.join(' ')}]`);
}
