import { Refusal } from '../api/refusal.ts';
import { letters, type World } from '../world.ts';

export type Lease = {
  readonly id: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly lastRenewal: number | undefined;
  readonly maxSeconds: number;
  readonly token: string;
  /** Takes back what was leased. When that fails the lease stays, to be tried again. */
  readonly revoke: () => void;
  readonly renew: (expiresAt: number) => void;
};

export type LeaseOrder = Pick<Lease, 'token' | 'revoke' | 'renew' | 'maxSeconds'> & {
  readonly path: string;
  readonly ttlSeconds: number;
};

export type Leases = {
  readonly issue: (order: LeaseOrder) => Lease;
  readonly find: (id: string) => Lease | undefined;
  /** One level below a prefix; what has a level of its own ends in a slash. */
  readonly keys: (prefix: string) => readonly string[];
  readonly renew: (lease: Lease, seconds: number) => Lease;
  readonly revoke: (id: string) => void;
  readonly revokePrefix: (prefix: string) => void;
  readonly revokeOf: (token: string) => void;
  /** Ends what is over. Nothing looks at leases or at what they hold without this before it. */
  readonly sweep: () => void;
};

export function createLeases(world: World): Leases {
  const leases = new Map<string, Lease>();

  function revoke(id: string): void {
    const lease = leases.get(id);
    if (!lease) return;
    leases.delete(id); // first: taking back looks for what is over, and must not find this one again
    try {
      lease.revoke();
    } catch (error) {
      leases.set(id, lease);
      throw error;
    }
  }

  function revokeWhere(isMeant: (lease: Lease) => boolean): void {
    for (const lease of leases.values()) if (isMeant(lease)) revoke(lease.id);
  }

  function sweep(): void {
    for (const { id, expiresAt } of leases.values()) if (expiresAt <= world.now()) retry(id);
  }

  /** What can not be taken back now is tried again with the next look. */
  function retry(id: string): void {
    try {
      revoke(id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  return {
    issue({ path, ttlSeconds, ...order }) {
      const issuedAt = world.now();
      const lease = {
        ...order,
        id: `${path}/${letters(world, 24)}`,
        issuedAt,
        expiresAt: issuedAt + ttlSeconds * 1_000,
        lastRenewal: undefined,
      };
      leases.set(lease.id, lease);
      return lease;
    },
    find(id) {
      sweep();
      return leases.get(id);
    },
    keys(prefix) {
      sweep();
      const below = [...leases.keys()].filter((id) => id.startsWith(`${prefix}/`));
      const keys = below.map((id) => {
        const rest = id.slice(prefix.length + 1);
        const slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.slice(0, slash + 1);
      });
      return [...new Set(keys)].toSorted();
    },
    renew(lease, seconds) {
      const now = world.now();
      const last = lease.issuedAt + lease.maxSeconds * 1_000;
      const expiresAt = Math.min(now + seconds * 1_000, last);
      const renewed = { ...lease, expiresAt, lastRenewal: now };
      renewed.renew(expiresAt);
      leases.set(lease.id, renewed);
      return renewed;
    },
    revoke,
    revokePrefix: (prefix) => {
      sweep();
      revokeWhere(({ id }) => id === prefix || id.startsWith(`${prefix}/`));
    },
    revokeOf: (token) => revokeWhere((lease) => lease.token === token),
    sweep,
  };
}
