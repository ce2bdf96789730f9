import { type Allocation, toAllocationStub } from '../state/allocation.ts';
import type { State, Table } from '../state/state.ts';
import { type Call, isForeignNamespace } from './call.ts';
import { toFilter } from './filter.ts';
import { Refusal } from '../../refusal.ts';
import type { Handle, Route } from './route.ts';

/** Allocations, evaluations and deployments: the lists, each by its ID, and the allocations of one. */
export function listRoutes(state: State): readonly Route[] {
  const list =
    <T extends Listed>(
      table: Table,
      items: ReadonlyMap<string, T>,
      show: (item: T) => object = (item) => item,
    ): Handle =>
    (call) => ({ body: select(call, items).map(show), index: state.indexOf(table) });

  const one =
    (table: Table, items: ReadonlyMap<string, Listed>, name: string): Handle =>
    ({ names: [id = ''] }) => {
      checkId(id, name);
      const item = items.get(id);
      if (!item) throw new Refusal(404, `${name} not found`, state.indexOf(table));
      return { body: item, index: state.indexOf(table) };
    };

  const allocationsBy =
    (field: 'EvalID' | 'DeploymentID'): Handle =>
    ({ names: [id] }) => {
      const found = Array.from(state.allocations.values()).filter((item) => item[field] === id);
      return { body: found.map(toAllocationStub), index: state.indexOf('allocations') };
    };

  const { allocations, evaluations, deployments } = state;
  const stub: (allocation: Allocation) => object = toAllocationStub;
  return [
    { path: /^\/v1\/allocations$/, get: list('allocations', allocations, stub) },
    { path: /^\/v1\/allocation\/([^/]*)$/, get: one('allocations', allocations, 'alloc') },
    { path: /^\/v1\/evaluations$/, get: list('evaluations', evaluations) },
    { path: /^\/v1\/evaluation\/([^/]*)\/allocations$/, get: allocationsBy('EvalID') },
    { path: /^\/v1\/evaluation\/([^/]*)$/, get: one('evaluations', evaluations, 'eval') },
    { path: /^\/v1\/deployments$/, get: list('deployments', deployments) },
    { path: /^\/v1\/deployment\/allocations\/([^/]*)$/, get: allocationsBy('DeploymentID') },
    { path: /^\/v1\/deployment\/([^/]*)$/, get: one('deployments', deployments, 'deployment') },
  ];
}

type Listed = { readonly ID: string };

function select<T extends Listed>(call: Call, items: ReadonlyMap<string, T>): readonly T[] {
  if (isForeignNamespace(call)) return [];
  const prefix = call.query.get('prefix') ?? '';
  const wanted = toFilter(call.query.get('filter'));
  return Array.from(items.values()).filter((item) => item.ID.startsWith(prefix) && wanted(item));
}

export function checkId(id: string, name: string): void {
  if (id === '') throw new Refusal(500, `missing ${name} ID`);
  if (id.length === 36) return;
  const what = name === 'eval' ? 'failed to lookup eval: eval' : name;
  throw new Refusal(500, `${what} lookup failed: index error: UUID must be 36 characters`);
}
