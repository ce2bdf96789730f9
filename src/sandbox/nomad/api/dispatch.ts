import { z } from 'zod';
import type { Job } from '../jobspec/canonicalize.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import { nanoseconds, type World } from '../world.ts';
import { jsonOf } from './call.ts';
import { parse, toReply } from './job-writes.ts';
import { Refusal } from './refusal.ts';
import type { Handle } from './route.ts';

const dispatch = z.looseObject({
  Meta: z.record(z.string(), z.string()).nullish(),
  Payload: z.string().nullish(),
  IdPrefixTemplate: z.string().nullish(),
});

/** Starts a child of a parameterized job; a token that a child already carries finds that child. */
export function dispatchJob(world: World, scheduler: Scheduler): Handle {
  const { state, clock, uuid } = world;
  return (call) => {
    const [id = ''] = call.names;
    const { Meta, Payload, IdPrefixTemplate } = parse(dispatch, jsonOf(call));
    const parent = state.jobs.get(id);
    if (!parent) throw new Refusal(500, 'parameterized job not found');
    check(parent, Meta ?? {}, Payload ?? '');
    const token = call.query.get('idempotency_token') ?? '';
    const twin = token === '' ? undefined : childWith(state.jobs.values(), id, token);
    if (twin) return { body: { ...toReply(undefined, 0), ...toDispatched(twin) } };
    const seconds = Math.floor(clock().getTime() / 1000);
    const template = IdPrefixTemplate ? `-${IdPrefixTemplate}` : '';
    const ID = `${id}/dispatch${template}-${seconds}-${uuid().slice(0, 8)}`;
    const evaluation = scheduler.open({ ...parent, ID }, 'job-register');
    const { index } = state.write((JobModifyIndex) => ({
      kind: 'JobRegistered',
      evaluations: [evaluation],
      jobs: [
        {
          ...parent,
          ID,
          Name: ID,
          ParentID: id,
          Dispatched: true,
          DispatchIdempotencyToken: token,
          Meta: { ...parent.Meta, ...Meta },
          Payload: Payload ?? null,
          Status: '',
          Version: 0,
          SubmitTime: nanoseconds(world),
          CreateIndex: 0,
          JobModifyIndex,
        },
      ],
    }));
    scheduler.start(evaluation);
    const child = state.jobs.get(ID);
    return { body: { ...toReply(evaluation, index), ...(child && toDispatched(child)) } };
  };
}

function toDispatched({ ID, CreateIndex }: Job): object {
  return { DispatchedJobID: ID, JobCreateIndex: CreateIndex };
}

function childWith(jobs: Iterable<Job>, parent: string, token: string): Job | undefined {
  return Array.from(jobs).find(
    ({ ParentID, DispatchIdempotencyToken }) =>
      ParentID === parent && DispatchIdempotencyToken === token,
  );
}

function check(job: Job, meta: Readonly<Record<string, string>>, payload: string): void {
  const { ParameterizedJob: rules, ID } = job;
  if (!rules) throw new Refusal(500, `Specified job "${ID}" is not a parameterized job`);
  if (job.Stop) throw new Refusal(500, `Specified job "${ID}" is stopped`);
  if (payload === '' && rules.Payload === 'required')
    throw new Refusal(500, 'Payload is not provided but required by parameterized job');
  if (payload !== '' && rules.Payload === 'forbidden')
    throw new Refusal(500, 'Payload provided but forbidden by parameterized job');
  const required = rules.MetaRequired ?? [];
  const known = new Set([...required, ...(rules.MetaOptional ?? [])]);
  const strays = Object.keys(meta).filter((key) => !known.has(key));
  if (strays.length > 0)
    throw new Refusal(
      500,
      `Dispatch request included unpermitted metadata keys: [${strays.join(' ')}]`,
    );
  const missing = required.filter((key) => meta[key] === undefined);
  if (missing.length > 0)
    throw new Refusal(500, `Dispatch did not provide required meta keys: [${missing.join(' ')}]`);
}
