import { expect, test } from 'vitest';
import {
  discoverAllocations,
  type NomadView,
} from '../../../src/sandbox/consul/discovered/allocations.ts';
import type { Allocation } from '../../../src/sandbox/nomad/state/allocation.ts';
import type { Node } from '../../../src/sandbox/nomad/state/node.ts';

const node = { ID: 'n1', Name: 'client-1', Address: '10.4.0.1', Status: 'ready' } as Node;

const group = {
  Name: 'g',
  Services: [
    { Name: 'web', PortLabel: 'http', Tags: ['v1'], Checks: [{ Name: 'alive' }] },
    { Name: 'inner', PortLabel: 'http', Provider: 'nomad' },
  ],
  Tasks: [{ Name: 't', Services: [{ Name: 'metrics', PortLabel: 'metrics' }] }, { Name: 'u' }],
};

function allocation(ID: string, ClientStatus: string, DesiredStatus = 'run'): Allocation {
  const Job = { TaskGroups: [group] } as unknown as Allocation['Job'];
  const place = { NodeID: 'n1', TaskGroup: 'g' };
  return { ID, Job, ...place, ClientStatus, DesiredStatus } as Allocation;
}

function see(...allocations: readonly Allocation[]) {
  const view: NomadView = {
    nodes: new Map([[node.ID, node]]),
    allocations: new Map(allocations.map((one) => [one.ID, one])),
    onWrite: () => () => undefined,
  };
  return discoverAllocations(view).list();
}

test('announces each client machine', () => {
  expect(see()).toEqual([
    expect.objectContaining({
      node: { name: 'client-1', address: '10.4.0.1', isAlive: true },
      service: 'nomad-client',
      port: 4646,
      tags: ['http'],
    }),
  ]);
});

test('announces the services of what runs, of groups and of tasks', () => {
  const [, web, metrics, ...others] = see(allocation('0000000a-1', 'running'));
  expect(web).toMatchObject({
    id: '_nomad-task-0000000a-1-web-http',
    service: 'web',
    port: 20_010,
    tags: ['v1'],
    check: { name: 'alive', status: 'passing' },
  });
  expect(metrics).toMatchObject({ service: 'metrics' });
  expect(others).toEqual([]);
});

test('announces nothing of what does not run or is meant to stop', () => {
  expect(see(allocation('a', 'pending'), allocation('b', 'running', 'stop'))).toHaveLength(1);
});
