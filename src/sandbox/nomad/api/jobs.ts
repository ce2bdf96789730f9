import { z } from 'zod';
import { canonicalize } from '../jobspec/canonicalize.ts';
import { parseJob } from '../jobspec/parse-job.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { World } from '../world.ts';
import { type Call, jsonOf } from './call.ts';
import { dispatchJob } from './dispatch.ts';
import { jobList, jobRead, jobReads } from './job-reads.ts';
import { jobWrites, parse } from './job-writes.ts';
import { Refusal } from '../../refusal.ts';
import type { Answer, Route } from './route.ts';
import { scaleJob, scaleStatus } from './scale.ts';

/** `/v1/jobs` and `/v1/job/…`, the ones with a word behind the ID first. */
export function jobRoutes(world: World, scheduler: Scheduler): readonly Route[] {
  const { register, stop, plan } = jobWrites(world, scheduler);
  return [
    { path: /^\/v1\/jobs\/parse$/, post: parseHcl, local: true },
    { path: /^\/v1\/jobs$/, get: jobList(world.state), post: register },
    ...jobReads(world.state),
    { path: /^\/v1\/job\/(.*)\/plan$/, post: plan },
    {
      path: /^\/v1\/job\/(.*)\/scale$/,
      get: scaleStatus(world.state),
      post: scaleJob(world, scheduler),
    },
    { path: /^\/v1\/job\/(.*)\/dispatch$/, post: dispatchJob(world, scheduler) },
    { path: /^\/v1\/job\/(.*)$/, get: jobRead(world.state), post: register, delete: stop },
  ];
}

const hcl = z.looseObject({
  JobHCL: z.string().nullish(),
  Canonicalize: z.boolean().nullish(),
  Variables: z.string().nullish(),
});

function parseHcl(call: Call): Answer {
  const { JobHCL, Canonicalize, Variables } = parse(hcl, jsonOf(call));
  if (!JobHCL) throw new Refusal(400, 'Job spec is empty');
  try {
    const job = parseJob(JobHCL, Variables ?? '');
    return { body: Canonicalize ? canonicalize(job) : job };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Refusal(400, `Failed to parse job: ${error.message}`);
  }
}
