import { isLive } from '../state/allocation.ts';
import type { Node } from '../state/node.ts';
import type { World } from '../world.ts';
import { lost } from './steps.ts';
import { advance } from './task-state.ts';

export type Machine = {
  readonly cpu: number;
  readonly memory: number;
  readonly drivers: readonly string[];
};

export type Fleet = {
  readonly size: () => number;
  /** Machines boot one after the other, or go without asking: those that are named, then the youngest. */
  readonly resize: (count: number, leaving?: readonly string[]) => void;
  /** The machine is no longer heard of: its node is down, its allocations are lost. */
  readonly lose: (name: string) => void;
};

/** Client machines beside the servers: a pool, as a cloud's instance group is one. */
export function createFleet(world: World, machine: Machine): Fleet {
  const { state, pace, signal, random, uuid } = world;
  const members = new Set<number>();
  let arriving: Promise<void> = Promise.resolve();

  const named = (name: string): Node | undefined =>
    Array.from(state.nodes.values()).find((node) => node.Name === name);

  async function boot(number: number): Promise<void> {
    await pace.wait(600 + random() * 600, signal);
    const known = named(toName(number));
    if (signal.aborted || !members.has(number) || (known && known.Status !== 'down')) return;
    const node = toNode(known?.ID ?? uuid(), number, machine);
    state.write({ kind: 'NodeRegistration', nodes: [{ ...node, Status: 'initializing' }] });
    await pace.wait(500 + random() * 500, signal);
    if (!signal.aborted && members.has(number))
      state.write({ kind: 'NodeRegistration', nodes: [node] });
  }

  function takeDown(node: Node): void {
    const allocations = Array.from(state.allocationsOn(node.ID).values())
      .filter(isLive)
      .map((one) => advance({ ...one, DesiredStatus: 'stop' }, lost, world.clock()));
    const down = { ...node, Status: 'down' as const };
    state.write({ kind: 'NodeDeregistration', nodes: [down], allocations });
  }

  function release(count: number, leaving: readonly string[]): void {
    const surplus = Math.max(0, members.size - count);
    const youngest = [...members].toSorted((a, b) => b - a);
    const first = youngest.filter((number) => leaving.includes(toName(number)));
    const rest = youngest.filter((number) => !first.includes(number));
    for (const number of [...first, ...rest].slice(0, surplus)) {
      members.delete(number);
      const node = named(toName(number));
      if (node && node.Status !== 'down') takeDown(node);
    }
  }

  return {
    size: () => members.size,
    resize: (count, leaving = []) => {
      release(count, leaving);
      for (let number = 0; members.size < count; number += 1) members.add(number);
      for (const number of members)
        if (named(toName(number))?.Status !== 'ready') arriving = arriving.then(() => boot(number));
    },
    lose: (name) => {
      const node = named(name);
      if (node) takeDown(node);
    },
  };
}

function toName(number: number): string {
  return `client-${number}`;
}

function toNode(ID: string, number: number, { cpu, memory, drivers }: Machine): Node {
  const Name = toName(number);
  const Address = `10.20.0.${10 + number}`;
  const healthy = drivers.map((driver) => [
    driver,
    {
      Detected: true,
      Healthy: true,
      HealthDescription: 'Healthy',
      Attributes: { [`driver.${driver}`]: 'true' },
    },
  ]);
  const disk = { DiskMB: 200_000 };
  return {
    ID,
    Name,
    Address,
    HTTPAddr: `${Address}:4646`,
    Datacenter: 'dc1',
    NodePool: 'default',
    NodeClass: '',
    Version: '2.0.5',
    Status: 'ready',
    StatusDescription: '',
    SchedulingEligibility: 'eligible',
    Drain: false,
    DrainStrategy: null,
    LastDrain: null,
    Attributes: {
      'kernel.name': 'linux',
      'kernel.arch': 'x86_64',
      'cpu.arch': 'amd64',
      'os.name': 'debian',
      'nomad.version': '2.0.5',
      'unique.hostname': Name,
      'unique.network.ip-address': Address,
      'cpu.totalcompute': String(cpu),
      'memory.totalbytes': String(memory * 2 ** 20),
      ...Object.fromEntries(drivers.map((driver) => [`driver.${driver}`, '1'])),
    },
    Meta: {},
    Drivers: Object.fromEntries(healthy),
    HostVolumes: {},
    NodeResources: { Cpu: { CpuShares: cpu }, Memory: { MemoryMB: memory }, Disk: disk },
    ReservedResources: { Cpu: { CpuShares: 0 }, Memory: { MemoryMB: 0 }, Disk: { DiskMB: 0 } },
    CreateIndex: 0,
    ModifyIndex: 0,
  };
}
