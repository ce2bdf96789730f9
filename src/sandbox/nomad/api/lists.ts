import { toAllocationStub } from '../state/allocation.ts';
import type { State } from '../state/state.ts';
import { type Call, isForeignNamespace } from './call.ts';
import { toFilter } from './filter.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Route } from './route.ts';

/** Allocations, evaluations and deployments: the lists, and each by its ID. */
export function listRoutes(state: State): readonly Route[] {
  const one =
    (
      items: ReadonlyMap<string, object>,
      table: 'allocations' | 'evaluations' | 'deployments',
      name: string,
    ) =>
    (call: Call): Answer => {
      const id = call.names[0] ?? '';
      checkId(id, name);
      const item = items.get(id);
      if (!item) throw new Refusal(404, `${name} not found`, state.indexOf(table));
      return { body: item, index: state.indexOf(table) };
    };
  return [
    {
      path: /^\/v1\/allocations$/,
      get: (call) => ({
        body: listed(call, state.allocations).map(toAllocationStub),
        index: state.indexOf('allocations'),
      }),
    },
    { path: /^\/v1\/allocation\/([^/]*)$/, get: one(state.allocations, 'allocations', 'alloc') },
    {
      path: /^\/v1\/evaluations$/,
      get: (call) => ({
        body: listed(call, state.evaluations),
        index: state.indexOf('evaluations'),
      }),
    },
    {
      path: /^\/v1\/evaluation\/([^/]*)\/allocations$/,
      get: ({ names: [id] }) => ({
        body: Array.from(state.allocations.values())
          .filter(({ EvalID }) => EvalID === id)
          .map(toAllocationStub),
        index: state.indexOf('allocations'),
      }),
    },
    { path: /^\/v1\/evaluation\/([^/]*)$/, get: one(state.evaluations, 'evaluations', 'eval') },
    {
      path: /^\/v1\/deployments$/,
      get: (call) => ({
        body: listed(call, state.deployments),
        index: state.indexOf('deployments'),
      }),
    },
    {
      path: /^\/v1\/deployment\/allocations\/([^/]*)$/,
      get: ({ names: [id] }) => ({
        body: Array.from(state.allocations.values())
          .filter(({ DeploymentID }) => DeploymentID === id)
          .map(toAllocationStub),
        index: state.indexOf('allocations'),
      }),
    },
    {
      path: /^\/v1\/deployment\/([^/]*)$/,
      get: one(state.deployments, 'deployments', 'deployment'),
    },
  ];
}

function listed<T extends { readonly ID: string }>(
  call: Call,
  items: ReadonlyMap<string, T>,
): readonly T[] {
  if (isForeignNamespace(call)) return [];
  const prefix = call.query.get('prefix') ?? '';
  const wanted = toFilter(call.query.get('filter'));
  return Array.from(items.values()).filter((item) => item.ID.startsWith(prefix) && wanted(item));
}

const lookups: Readonly<Record<string, string>> = {
  eval: 'failed to lookup eval: eval',
};

export function checkId(id: string, name: string): void {
  if (id === '') throw new Refusal(500, `missing ${name} ID`);
  if (id.length === 36) return;
  const what = lookups[name] ?? name;
  throw new Refusal(500, `${what} lookup failed: index error: UUID must be 36 characters`);
}
