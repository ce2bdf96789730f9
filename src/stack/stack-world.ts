import type { Consul } from '../platforms/consul/consul.ts';
import type { Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
import type { Nomad } from '../platforms/nomad/nomad.ts';
import type { Vault } from '../platforms/vault/vault.ts';
import type { Adoptions } from './adopted.ts';
import type { Identity } from './identity/ensure-identity.ts';
import type { Part } from './identity/keyring-entry.ts';
import type { IdentityReader } from './identity/read-identity.ts';
import type { World } from './step.ts';

/** What the steps of a deployment may touch. Consul, Nomad and Vault answer as to Hashinetes itself. */
export type StackWorld = World & {
  readonly consul: Consul;
  readonly vault: Vault;
  /** As whoever may set it up: root at first, and our own login for that once root is given up. */
  readonly vaultSetup: Vault;
  /** One server by its own address, ready or not. */
  readonly vaultAt: (ordinal: number) => Vault;
  readonly identity: IdentityReader;
  /** Makes the Secrets of these parts where they are missing, and renews certificates that are due. */
  readonly ensureIdentity: (parts: readonly Part[]) => Promise<Identity>;
  /** How many servers a component had when it was taken down without its data. */
  readonly keptSize: (part: Part) => Promise<number | undefined>;
  /** The namespace of Hashinetes itself. */
  readonly home: string;
  /** What was given by address, each with the token that the settings give. */
  readonly adoptions: Adoptions;
  /** Where others find the Nomad that is deployed. */
  readonly nomadUrl: string;
  /** A token of a service account, for whom it is meant. */
  readonly issueToken: Kubernetes['issueToken'];
};

/**
 * As whoever may do everything: the token that was drawn before the first server started. A Consul that was given by
 * address knows the operator's token, and must not be shown ours.
 */
export async function asConsulManager({
  consul,
  identity,
  adoptions,
}: Pick<StackWorld, 'consul' | 'identity' | 'adoptions'>): Promise<Consul> {
  if (adoptions.consul) return consul;
  const token = await identity.read('consul-identity', 'management');
  return token ? consul.as(token) : consul;
}

export async function asNomadManager({
  nomad,
  identity,
}: Pick<StackWorld, 'nomad' | 'identity'>): Promise<Nomad> {
  const token = await identity.read('nomad-identity', 'bootstrap');
  return token ? nomad.as(token) : nomad;
}
