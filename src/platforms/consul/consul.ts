import type { Secret } from '../../secret.ts';
import type { Acl } from './acl.ts';
import type { Blocking, Indexed } from '../indexed.ts';
import type { Raft } from '../raft.ts';

export type { Blocking, Indexed };

export type Health = 'passing' | 'warning' | 'critical';

/** `status` is 1 while it is alive; 3 means that it left, 4 that it failed. */
export type Member = {
  readonly name: string;
  readonly address: string;
  readonly status: number;
  readonly isServer: boolean;
};

/** What autopilot thinks of the servers. */
export type ServerHealth = {
  readonly Healthy: boolean;
  /** How many more servers may fail before there is no leader. */
  readonly FailureTolerance: number;
  readonly Servers: readonly {
    readonly ID: string;
    readonly Name: string;
    readonly Address: string;
    readonly Leader: boolean;
    readonly Healthy: boolean;
    readonly Voter: boolean;
  }[];
};

/** Somewhere services can be asked for: a datacenter, or a cluster that was peered with. */
export type Place = { readonly kind: 'datacenter' | 'peer'; readonly name: string };

/** A cluster that was peered with, and the services it lets us see. */
export type Peering = {
  readonly name: string;
  readonly state: string;
  readonly services: readonly string[];
};

export type ServiceName = { readonly name: string; readonly tags: readonly string[] };

export type Check = {
  readonly Name: string;
  readonly Status: Health;
  /** What the check said last, as it was: it may be long, and hold line ends. */
  readonly Output: string;
};

/** One instance of a service, where a client reaches it. */
export type Instance = {
  readonly id: string;
  readonly node: string;
  /** The datacenter it is in: for a peer's, as the peer calls it. */
  readonly datacenter: string;
  readonly address: string;
  readonly port: number;
  readonly tags: readonly string[];
  readonly checks: readonly Check[];
  /** The worst of its checks and its node's; nothing where nobody checks. */
  readonly health: Health | undefined;
};

/** Where a service was found. An instance nobody checks counts as usable, one with a critical check does not. */
export type Whereabouts = {
  /** Nothing where no place that answered has it. */
  readonly place: Place | undefined;
  /** The best to use first: usable ones, the healthiest, the nearest. */
  readonly instances: readonly Instance[];
  /** Places that were asked and did not answer. */
  readonly silent: readonly string[];
};

/** A node or service that no agent of its own announces. */
export type Registration = {
  readonly Node: string;
  readonly Address: string;
  readonly NodeMeta?: Readonly<Record<string, string>>;
  readonly Service?: {
    readonly ID?: string;
    readonly Service: string;
    readonly Address?: string;
    readonly Port?: number;
    readonly Tags?: readonly string[];
    readonly Meta?: Readonly<Record<string, string>>;
  };
  readonly Check?: {
    readonly CheckID?: string;
    readonly Name: string;
    readonly Status: Health;
    readonly ServiceID?: string;
    readonly Output?: string;
  };
};

/**
 * Consul's HTTP API, typed as far as it is used. Whichever server is asked answers reads of the catalog itself,
 * so that they are fast, but none does while it knows no leader: what it has could be old. Failures: absent (a
 * datacenter), conflict, forbidden, invalid, late, unreachable, unready (no leader), with Consul's own text as
 * `because`.
 * @see https://developer.hashicorp.com/consul/api-docs
 */
export type Consul = {
  /** `host:port` of the leader, or nothing while there is none. */
  readonly leader: () => Promise<string | undefined>;
  readonly members: () => Promise<readonly Member[]>;
  /** Also of servers that are not healthy; a failure while none leads. */
  readonly health: () => Promise<ServerHealth>;
  /** The nearest first, which is the one asked. */
  readonly datacenters: () => Promise<readonly string[]>;
  /** None where this Consul is too old for peering, or keeps its peers from us. */
  readonly peerings: () => Promise<readonly Peering[]>;
  /** Datacenters, then peers. */
  readonly places: () => Promise<readonly Place[]>;
  /** By name, of a datacenter or of the one that is asked. A peer's are in its peering. */
  readonly services: (
    datacenter?: string,
    blocking?: Blocking,
  ) => Promise<Indexed<readonly ServiceName[]>>;
  /** The usable ones first, and of these the nearest; none for a service that is not there. */
  readonly instances: (
    service: string,
    place?: Place,
    blocking?: Blocking,
  ) => Promise<Indexed<readonly Instance[]>>;
  /** Looks in the place of that name, or here first and then everywhere else. */
  readonly find: (service: string, place?: string) => Promise<Whereabouts>;
  readonly register: (registration: Registration) => Promise<void>;
  /** Of a whole node, or of one service on it. */
  readonly deregister: (node: string, service?: string) => Promise<void>;
  readonly acl: Acl;
  readonly raft: Raft;
  /** The same client with this token and no other. */
  readonly as: (token: Secret) => Consul;
  /** The same client, with every call ended by this signal. */
  readonly during: (signal: AbortSignal) => Consul;
};
