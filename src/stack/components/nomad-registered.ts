import type { KubeObject } from '../../platforms/kubernetes/kubernetes.ts';
import type { StackWorld } from '../stack-world.ts';

type Pod = KubeObject & { readonly status?: { readonly podIP?: string } };

/** Nomad's servers as Consul lists them, each by its address once. */
export type Registered = {
  /** Ours, which pass their checks. */
  readonly passing: readonly string[];
  /** What Consul says of those of ours that do not. */
  readonly failing: readonly string[];
  /** Addresses of servers that pass and are not ours. */
  readonly strangers: readonly string[];
};

/** Ours are those that have the address of one of our pods. */
export async function findRegistered({
  consul,
  kubernetes,
}: Pick<StackWorld, 'consul' | 'kubernetes'>): Promise<Registered> {
  const labelSelector = 'app.kubernetes.io/name=nomad';
  const [{ value }, { items }] = await Promise.all([
    consul.instances('nomad'),
    kubernetes.list<Pod>('Pod', { namespace: 'nomad', labelSelector }),
  ]);
  const pods = new Set(items.flatMap(({ status }) => status?.podIP ?? []));
  const servers = value.filter(({ tags }) => tags.includes('http'));
  const [ours, others] = [true, false].map((isOurs) =>
    servers.filter(({ address }) => pods.has(address) === isOurs),
  );
  const passing = addressesOf(ours, true);
  const failing = (ours ?? []).filter(({ address }) => !passing.includes(address));
  return {
    passing,
    failing: failing.flatMap(({ checks }) =>
      checks.filter(({ Status }) => Status !== 'passing').flatMap(({ Output }) => toLine(Output)),
    ),
    strangers: addressesOf(others, true),
  };
}

type Instances = Awaited<ReturnType<StackWorld['consul']['instances']>>['value'];

function addressesOf(instances: Instances | undefined, isPassing: boolean): readonly string[] {
  const some = (instances ?? []).filter(({ health }) => (health === 'passing') === isPassing);
  return [...new Set(some.map(({ address }) => address))];
}

/** Nothing of a check that was not made yet. */
function toLine(output: string): readonly string[] {
  const line = output.replaceAll(/\s+/g, ' ').trim().slice(0, 160);
  return line === '' ? [] : [line];
}
