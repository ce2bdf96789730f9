import type { Job } from '../jobspec/canonicalize.ts';
import { toAllocationStub } from '../state/allocation.ts';
import type { State } from '../state/state.ts';
import { type Call, hasFlag, isForeignNamespace } from './call.ts';
import { toFilter } from './filter.ts';
import { Refusal } from '../../refusal.ts';
import type { Answer, Handle, Route } from './route.ts';

/** What can be asked about jobs. */
export function jobReads(state: State): readonly Route[] {
  return [
    {
      path: /^\/v1\/job\/(.*)\/summary$/,
      get: (call) => {
        const summary = state.summaryOf(jobOf(state, call).ID);
        return { body: summary, index: summary?.ModifyIndex ?? 0 };
      },
    },
    {
      path: /^\/v1\/job\/(.*)\/allocations$/,
      get: ({ names: [id = ''] }) =>
        listOf(state.allocationsOf(id).values(), state.indexOf('allocations'), toAllocationStub),
    },
    {
      path: /^\/v1\/job\/(.*)\/evaluations$/,
      get: ({ names: [id] }) =>
        listOf(
          Array.from(state.evaluations.values()).filter(({ JobID }) => JobID === id),
          state.indexOf('evaluations'),
        ),
    },
    {
      path: /^\/v1\/job\/(.*)\/deployments$/,
      get: ({ names: [id] }) => listOf(deploymentsOf(state, id), state.indexOf('deployments')),
    },
    {
      path: /^\/v1\/job\/(.*)\/deployment$/,
      get: ({ names: [id] }) => {
        const latest = deploymentsOf(state, id).at(-1);
        const index = latest?.ModifyIndex ?? state.indexOf('deployments');
        return { body: latest ?? null, index };
      },
    },
    {
      path: /^\/v1\/job\/(.*)\/versions$/,
      get: ({ names: [id = ''] }) => {
        const Versions = state.versionsOf(id);
        if (Versions.length === 0)
          throw new Refusal(404, 'job versions not found', state.indexOf('jobs'));
        return { body: { Versions, Diffs: null }, index: newest(Versions, 0) };
      },
    },
  ];
}

function listOf<T extends Indexed>(
  items: Iterable<T>,
  otherwise: number,
  show: (item: T) => object = (item) => item,
): Answer {
  const list = Array.from(items).toSorted((a, b) => (a.ID < b.ID ? -1 : 1));
  return { body: list.map(show), index: newest(list, otherwise) };
}

type Indexed = { readonly ID: string; readonly ModifyIndex: number };

function newest(items: readonly Indexed[], otherwise: number): number {
  return items.reduce((index, { ModifyIndex }) => Math.max(index, ModifyIndex), 0) || otherwise;
}

function jobOf(state: State, call: Call): Job {
  const job = isForeignNamespace(call) ? undefined : state.jobs.get(call.names[0] ?? '');
  if (job) return job;
  throw new Refusal(404, 'job not found', state.indexOf('jobs'));
}

/** Apart, since it catches every path below `/v1/job/` that nothing else has caught. */
export function jobRead(state: State): Handle {
  return (call) => {
    const job = jobOf(state, call);
    return { body: job, index: job.ModifyIndex };
  };
}

export function jobList(state: State): Handle {
  return (call) => {
    const prefix = call.query.get('prefix') ?? '';
    const wanted = toFilter(call.query.get('filter'));
    const jobs = isForeignNamespace(call) ? [] : Array.from(state.jobs.values());
    const withMeta = hasFlag(call, 'meta');
    const body = jobs
      .filter((job) => job.ID.startsWith(prefix) && wanted(job))
      .toSorted((a, b) => (a.ID < b.ID ? -1 : 1))
      .map((job) => toJobStub(state, job, withMeta));
    const counted = jobs.map(({ ID }) => state.summaryOf(ID)?.ModifyIndex ?? 0);
    return { body, index: counted.reduce((a, b) => Math.max(a, b), state.indexOf('jobs')) };
  };
}

function toJobStub(state: State, job: Job, withMeta: boolean): object {
  return {
    ID: job.ID,
    ParentID: job.ParentID,
    Name: job.Name,
    Namespace: job.Namespace,
    Datacenters: job.Datacenters,
    NodePool: job['NodePool'],
    Multiregion: null,
    Type: job.Type,
    Priority: job.Priority,
    Periodic: job.Periodic !== null,
    ParameterizedJob: job.ParameterizedJob !== null,
    Stop: job.Stop,
    Status: job.Status,
    StatusDescription: job.StatusDescription,
    JobSummary: state.summaryOf(job.ID),
    ...(withMeta && { Meta: job.Meta }),
    CreateIndex: job.CreateIndex,
    ModifyIndex: job.ModifyIndex,
    JobModifyIndex: job.JobModifyIndex,
    SubmitTime: job.SubmitTime,
  };
}

function deploymentsOf(state: State, id: string | undefined) {
  return Array.from(state.deployments.values()).filter(({ JobID }) => JobID === id);
}
