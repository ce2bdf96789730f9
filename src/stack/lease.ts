import { Failure } from '../failure.ts';
import type { KubeObject, Kubernetes } from '../platforms/kubernetes/kubernetes.ts';

type Lease = KubeObject & {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
  };
};

export type Leases = {
  /** True when this replica holds the lease now: it was free, lapsed or ours. Renews what is ours. */
  readonly hold: (name: string) => Promise<boolean>;
  readonly release: (name: string) => Promise<void>;
};

export type LeasesOptions = {
  readonly kubernetes: Kubernetes;
  readonly namespace: string;
  /** Who we are: unique to this process. */
  readonly holder: string;
  readonly clock: () => number;
  readonly durationSeconds?: number;
};

/**
 * Kubernetes Leases, one a run. A lease has lapsed when its record did not change for its duration by our own
 * clock, so clocks that differ between replicas do no harm.
 * @see https://kubernetes.io/docs/concepts/architecture/leases/
 */
export function createLeases(options: LeasesOptions): Leases {
  const { kubernetes, namespace, holder, clock, durationSeconds = 15 } = options;
  const seen = new Map<string, { readonly version: string; readonly at: number }>();

  function toLease(name: string, spec: Lease['spec'], version?: string): Lease {
    const metadata = {
      name,
      namespace,
      ...(version !== undefined && { resourceVersion: version }),
    };
    return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, ...(spec && { spec }) };
  }

  function ours(acquireTime?: string): Lease['spec'] {
    const now = new Date(clock()).toISOString().replace('Z', '000Z'); // MicroTime: six decimals
    return {
      holderIdentity: holder,
      leaseDurationSeconds: durationSeconds,
      acquireTime: acquireTime ?? now,
      renewTime: now,
    };
  }

  function hasLapsed(name: string, { metadata, spec }: Lease): boolean {
    const version = metadata.resourceVersion ?? '';
    const before = seen.get(name);
    if (before?.version !== version) {
      seen.set(name, { version, at: clock() });
      return false;
    }
    return clock() - before.at > (spec?.leaseDurationSeconds ?? durationSeconds) * 1000;
  }

  async function tryHold(name: string): Promise<void> {
    const found = await find(name);
    if (!found) return void (await kubernetes.create(toLease(name, ours())));
    const by = found.spec?.holderIdentity ?? '';
    if (by !== '' && by !== holder && !hasLapsed(name, found))
      throw new Failure('conflict', { what: name, because: `${by} holds it` });
    const since = by === holder ? found.spec?.acquireTime : undefined;
    await kubernetes.replace(toLease(name, ours(since), found.metadata.resourceVersion));
  }

  async function holdOnce(name: string): Promise<boolean> {
    try {
      await tryHold(name);
      return true;
    } catch (error) {
      if (error instanceof Failure && error.kind === 'conflict') return false;
      throw error;
    }
  }

  async function find(name: string): Promise<Lease | undefined> {
    try {
      return await kubernetes.get<Lease>('Lease', name, namespace);
    } catch (error) {
      if (error instanceof Failure && error.kind === 'absent') return undefined;
      throw error;
    }
  }

  return {
    hold: async (name) => (await holdOnce(name)) || holdOnce(name), // a write of our own may have come between
    async release(name) {
      const found = await find(name);
      if (found?.spec?.holderIdentity !== holder) return;
      const { holderIdentity: _gone, ...rest } = found.spec;
      await kubernetes.replace(toLease(name, rest, found.metadata.resourceVersion));
    },
  };
}
