import type { z } from 'zod';
import { createHttp, type Call, type HttpOptions, type Origin } from '../http.ts';
import type { ShortLived } from '../short-lived.ts';
import { createAcl } from './acl.ts';
import * as answers from './answers.ts';
import { type Ask, createAsk, type Scope } from './ask.ts';
import { followChanges } from './changes.ts';
import { countKeys, readHealth } from './health.ts';
import { toHclValues } from './hcl-values.ts';
import { createOperatorRaft } from '../operator-raft.ts';
import type { Job, Nomad } from './nomad.ts';
import { toRefusal } from './refusal.ts';

export type NomadOptions = Scope & {
  /** Where Nomad is; asked on every call, since its address may come later or change. */
  readonly origin: () => Promise<Origin>;
  /** Whose tokens are used instead of a given one, told a client that has none. Closed with this one. */
  readonly login?: (open: Nomad) => ShortLived;
  readonly timeoutMs?: number;
  readonly outbox?: HttpOptions['outbox'];
};

export type NomadClient = Nomad & { readonly close: () => Promise<void> };

/** A server without a leader holds a call for five seconds before it says so: the default lets it say so. */
export function createNomad({
  origin,
  login,
  timeoutMs = 6_000,
  outbox,
  ...scope
}: NomadOptions): NomadClient {
  const http = createHttp({ platform: 'nomad', origin, timeoutMs, outbox, refusal: toRefusal });
  const token = login?.(speak(createAsk(http, { ...scope, token: undefined })));
  return {
    ...speak(createAsk(http, token ? { ...scope, token } : scope)),
    async close() {
      await token?.close();
      await http.close();
    },
  };
}

function speak(ask: Ask): Nomad {
  return {
    // a stale read is answered at once, with an empty name while there is no leader; nobody needs a token for it
    leader: async () =>
      (await ask
        .as(undefined)
        .for(answers.leader, { ...get('status', 'leader'), query: { stale: true } })) || undefined,
    members: async () => (await ask.for(answers.members, get('agent', 'members'))).Members,
    health: () => readHealth(ask),
    countKeys: () => countKeys(ask.as(undefined)),
    acl: createAcl(ask),
    raft: createOperatorRaft(ask, 'transfer-leadership'),

    jobs: () => ask.for(answers.jobs, get('jobs')),
    jobsSince: (blocking) => ask.newer(answers.jobs, get('jobs'), blocking),
    job: (id) => ask.for(answers.job, get('job', id)),
    summary: (id, blocking) => ask.newer(answers.summary, get('job', id, 'summary'), blocking),
    allocations: (id, blocking) =>
      ask.newer(answers.allocations, get('job', id, 'allocations'), blocking),
    findAllocations: (filter, count) =>
      find(ask, 'allocations', answers.allocations, filter, count),
    findEvaluations: (filter, count) =>
      find(ask, 'evaluations', answers.evaluations, filter, count),
    evaluations: (id) => ask.for(answers.evaluations, get('job', id, 'evaluations')),
    evaluation: (id) => ask.for(answers.evaluation, get('evaluation', id)),
    deployments: (id) => ask.for(answers.deployments, get('job', id, 'deployments')),
    versions: async (id) => (await ask.for(answers.versions, get('job', id, 'versions'))).Versions,

    parse: (JobHCL, variables = {}) => {
      const body = { JobHCL, Canonicalize: true, Variables: toHclValues(variables) };
      return ask.for(answers.job, question(['jobs', 'parse'], body));
    },
    plan: (Job) => ask.for(answers.plan, question(['job', Job.ID, 'plan'], { Job, Diff: false })),
    register: async (job, source, atIndex) => {
      const body = registration(job, source, atIndex);
      const { EvalID, JobModifyIndex } = await ask.for(answers.registered, post(['jobs'], body));
      return { evaluation: EvalID, index: JobModifyIndex };
    },
    scale: async (id, Group, Count, Message) => {
      await ask.send(post(['job', id, 'scale'], { Count, Target: { Group }, Message }));
    },
    dispatch: async (id, token, Meta = {}) => {
      const query = { idempotency_token: token };
      const call = { ...post(['job', id, 'dispatch'], { Meta }), query };
      return { job: (await ask.for(answers.dispatched, call)).DispatchedJobID };
    },
    stop: async (id, { purge = false } = {}) => {
      const call: Call = { method: 'DELETE', path: ['job', id], query: { purge } };
      return { index: (await ask.for(answers.deregistered, call)).JobModifyIndex };
    },

    nodes: () => ask.for(answers.nodes, get('nodes')),
    node: (id) => ask.for(answers.node, get('node', id)),
    countOn: async (node) => {
      // /v1/node/:id/allocations would send the whole job with each of them
      const ended = ['complete', 'failed', 'lost'].map((one) => `ClientStatus != "${one}"`);
      const filter = [`NodeID == "${node}"`, ...ended].join(' and ');
      const call = { ...get('allocations'), query: { filter, task_states: false } };
      return (await ask.for(answers.allocations, call)).length;
    },
    drain: async (node, deadlineSeconds) => {
      const ends = deadlineSeconds === undefined;
      const DrainSpec = ends ? null : { Deadline: deadlineSeconds * 1e9 };
      await ask.send(post(['node', node, 'drain'], { DrainSpec, MarkEligible: ends }));
    },
    setEligible: async (node, eligible) => {
      const Eligibility = eligible ? 'eligible' : 'ineligible';
      await ask.send(post(['node', node, 'eligibility'], { Eligibility }));
    },

    logs: async (allocation, task, type) => {
      const query = { task, type, origin: 'end', offset: 50_000, plain: true };
      return (await ask.send({ path: ['client', 'fs', 'logs', allocation], query })).text;
    },
    changes: (topics, index) => followChanges(ask, topics, index),
    as: (token) => speak(ask.as(token)),
    during: (signal) => speak(ask.during(signal)),
  };
}

const get = (...path: readonly string[]): Call => ({ path });
const post = (path: readonly string[], body: unknown): Call => ({ method: 'POST', path, body });
const question = (path: readonly string[], body: unknown): Call => ({
  ...post(path, body),
  isOrder: false,
});

/** The newest of a list: as many as asked for, whatever the list holds. */
async function find<T extends { readonly CreateIndex: number }>(
  ask: Ask,
  list: string,
  schema: z.ZodType<readonly T[]>,
  filter: string,
  count: number,
): Promise<readonly T[]> {
  const query = { filter, reverse: true, per_page: count };
  const found = await ask.for(schema, { path: [list], query });
  return found.toSorted((a, b) => b.CreateIndex - a.CreateIndex).slice(0, count);
}

function registration(job: Job, source: string | undefined, atIndex: number | undefined): object {
  return {
    Job: job,
    ...(source !== undefined && { Submission: { Source: source, Format: 'hcl2' } }),
    ...(atIndex !== undefined && { EnforceIndex: true, JobModifyIndex: atIndex }),
  };
}
