import { without } from './without.ts';

/** A client machine as `/v1/node/:id` shows it. */
export type Node = {
  readonly ID: string;
  readonly Name: string;
  readonly Address: string;
  readonly HTTPAddr: string;
  readonly Datacenter: string;
  readonly NodePool: string;
  readonly NodeClass: string;
  readonly Version: string;
  readonly Status: 'initializing' | 'ready' | 'down';
  readonly StatusDescription: string;
  readonly SchedulingEligibility: 'eligible' | 'ineligible';
  readonly Drain: boolean;
  readonly DrainStrategy: { readonly DrainSpec: { readonly Deadline: number } } | null;
  readonly LastDrain: null;
  readonly Attributes: Readonly<Record<string, string>>;
  readonly Meta: Readonly<Record<string, string>>;
  readonly Drivers: Readonly<Record<string, Driver>>;
  readonly HostVolumes: object;
  readonly NodeResources: Resources;
  readonly ReservedResources: Resources;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
};

export type Driver = {
  readonly Detected: boolean;
  readonly Healthy: boolean;
  readonly HealthDescription: string;
  readonly Attributes: Readonly<Record<string, string>>;
};

type Resources = {
  readonly Cpu: { readonly CpuShares: number };
  readonly Memory: { readonly MemoryMB: number };
  readonly Disk: { readonly DiskMB: number };
};

export function isUsable({ Status, SchedulingEligibility }: Node): boolean {
  return Status === 'ready' && SchedulingEligibility === 'eligible';
}

/** What `/v1/nodes` lists. */
export function toNodeStub(node: Node, withResources: boolean): object {
  const resources = withResources ? [] : ['NodeResources', 'ReservedResources'];
  return without(node, 'HTTPAddr', 'DrainStrategy', 'Attributes', 'Meta', ...resources);
}
