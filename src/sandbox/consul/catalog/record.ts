export type Stamps = { readonly CreateIndex: number; readonly ModifyIndex: number };
type Meta = Readonly<Record<string, string>> | null;

export type Status = 'passing' | 'warning' | 'critical';

export type Node = Stamps & {
  readonly ID: string;
  readonly Node: string;
  readonly Address: string;
  readonly Datacenter: string;
  readonly TaggedAddresses: Meta;
  readonly Meta: Meta;
};

export type Service = Stamps & {
  readonly ID: string;
  readonly Service: string;
  readonly Tags: readonly string[];
  readonly Address: string;
  readonly Meta: Meta;
  readonly Port: number;
  readonly Weights: { readonly Passing: number; readonly Warning: number };
  readonly EnableTagOverride: boolean;
};

export type Check = Stamps & {
  readonly Node: string;
  readonly CheckID: string;
  readonly Name: string;
  readonly Status: Status;
  readonly Notes: string;
  readonly Output: string;
  readonly ServiceID: string;
  readonly ServiceName: string;
  readonly ServiceTags: readonly string[];
  readonly Type: string;
};

/** A node and what is on it. */
export type Hosted = {
  readonly node: Node;
  readonly services: ReadonlyMap<string, Service>;
  readonly checks: ReadonlyMap<string, Check>;
};

/** One instance of a service with its own checks and its node's. */
export type Instance = {
  readonly node: Node;
  readonly service: Service;
  readonly checks: readonly Check[];
};
