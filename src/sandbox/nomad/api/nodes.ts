import { z } from 'zod';
import type { Scheduler } from '../scheduler/scheduler.ts';
import { type Allocation, isLive, toAllocationStub } from '../state/allocation.ts';
import { type Node, toNodeStub } from '../state/node.ts';
import { nanoseconds, type World } from '../world.ts';
import { type Call, hasFlag, jsonOf } from './call.ts';
import { toFilter } from './filter.ts';
import { parse } from './job-writes.ts';
import { checkId } from './lists.ts';
import { Refusal } from '../../refusal.ts';
import type { Answer, Route } from './route.ts';

const drainRequest = z.looseObject({
  DrainSpec: z.looseObject({ Deadline: z.number().default(0) }).nullish(),
  MarkEligible: z.boolean().nullish(),
});
const eligibilityRequest = z.looseObject({ Eligibility: z.string().nullish() });

/** Client machines: seen, drained, and kept from or given new work. */
export function nodeRoutes(world: World, scheduler: Scheduler): readonly Route[] {
  const { state } = world;

  function nodeOf(call: Call): Node {
    const id = call.names[0] ?? '';
    checkId(id, 'node');
    const node = state.nodes.get(id);
    if (!node) throw new Refusal(404, 'node not found', state.indexOf('nodes'));
    return node;
  }

  function drain(call: Call): Answer {
    const node = nodeOf(call);
    const { DrainSpec, MarkEligible } = parse(drainRequest, jsonOf(call));
    const SchedulingEligibility = !DrainSpec && MarkEligible ? 'eligible' : 'ineligible';
    const { index } = state.write({
      kind: 'NodeDrain',
      nodes: [
        {
          ...node,
          SchedulingEligibility,
          Drain: Boolean(DrainSpec),
          DrainStrategy: DrainSpec ? { DrainSpec } : null,
        },
      ],
    });
    if (DrainSpec) migrate(node.ID);
    return { body: reply(index) };
  }

  /** What ran there is stopped and looked at again, so that it is placed elsewhere. */
  function migrate(id: string): void {
    const leaving = Array.from(state.allocationsOn(id).values()).filter(isLive);
    const ModifyTime = nanoseconds(world);
    const move = (one: Allocation): Allocation => ({
      ...one,
      DesiredStatus: 'stop',
      DesiredDescription: 'alloc is being migrated',
      ModifyTime,
    });
    state.write({ kind: 'PlanResult', allocations: leaving.map(move) });
    for (const jobId of new Set(leaving.map(({ JobID }) => JobID))) {
      const job = state.jobs.get(jobId);
      if (job) scheduler.evaluate(job, 'node-drain');
    }
    const node = state.nodes.get(id);
    if (node)
      state.write({ kind: 'NodeDrain', nodes: [{ ...node, Drain: false, DrainStrategy: null }] });
  }

  function setEligibility(call: Call): Answer {
    const node = nodeOf(call);
    const { Eligibility } = parse(eligibilityRequest, jsonOf(call));
    if (Eligibility !== 'eligible' && Eligibility !== 'ineligible')
      throw new Refusal(500, `invalid scheduling eligibility "${Eligibility ?? ''}"`);
    const nodes = [{ ...node, SchedulingEligibility: Eligibility }] as const;
    const { index } = state.write({ kind: 'NodeEligibility', nodes });
    return { body: reply(index) };
  }

  return [
    {
      path: /^\/v1\/nodes$/,
      get: (call) => {
        const prefix = call.query.get('prefix') ?? '';
        const wanted = toFilter(call.query.get('filter'));
        const nodes = Array.from(state.nodes.values());
        const body = nodes
          .filter((node) => node.ID.startsWith(prefix) && wanted(node))
          .map((node) => toNodeStub(node, hasFlag(call, 'resources')));
        return { body, index: state.indexOf('nodes') };
      },
    },
    {
      path: /^\/v1\/node\/([^/]*)\/allocations$/,
      get: (call) => ({
        body: Array.from(state.allocationsOn(nodeOf(call).ID).values(), toAllocationStub),
        index: state.indexOf('allocations'),
      }),
    },
    { path: /^\/v1\/node\/([^/]*)\/drain$/, post: drain },
    { path: /^\/v1\/node\/([^/]*)\/eligibility$/, post: setEligibility },
    {
      path: /^\/v1\/node\/([^/]*)$/,
      get: (call) => {
        const node = nodeOf(call);
        return { body: node, index: node.ModifyIndex };
      },
    },
  ];
}

function reply(index: number): object {
  return { NodeModifyIndex: index, EvalIDs: null, EvalCreateIndex: 0, Index: index };
}
