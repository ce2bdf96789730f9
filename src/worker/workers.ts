import { Failure } from '../failure.ts';
import type { Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
import type { Lease, Vault } from '../platforms/vault/vault.ts';
import type { OpenDatabase } from './database.ts';
import { namespace } from './find-place.ts';
import { type Job, labels, toTrust, toWorkerJob, type WorkerPlace } from './job.ts';

/** Somebody who is in the database on a lease. */
export type Guest = {
  readonly role: string;
  readonly lease: string;
  /** Nothing where the database can not be asked from here. */
  readonly username: string | undefined;
  readonly ageSeconds: number;
  readonly leftSeconds: number;
};

/** The Jobs that visit the database, and who is in it. */
export type Workers = {
  /** Creates one more Job, and returns its name. */
  readonly start: () => Promise<string>;
  /** The longest stay first. */
  readonly guests: (role?: string) => Promise<readonly Guest[]>;
  /** How many were started and have not come to their end, and what keeps one, if a pod says so. */
  readonly starting: () => Promise<Starting>;
};

export type Starting = { readonly count: number; readonly trouble: string | undefined };

export type WorkersOptions = {
  readonly kubernetes: Kubernetes;
  readonly vault: Vault;
  /** Without it guests have no names. Give it a timeout that a conversation can bear. */
  readonly openDatabase: OpenDatabase | undefined;
  readonly place: () => Promise<WorkerPlace>;
  readonly clock: () => number;
  readonly random: () => number;
};

/** The database role that may look at who is there, and at nothing else. */
const observer = 'observer';

export function createWorkers(options: WorkersOptions): Workers {
  const { kubernetes, vault, openDatabase, place, clock, random } = options;

  async function usernames(): Promise<readonly string[]> {
    if (!openDatabase) return [];
    try {
      return await lookAround(vault, openDatabase);
    } catch (error) {
      if (error instanceof Failure) return []; // names are nice to know, and no more than that
      throw error;
    }
  }

  return {
    async start() {
      const suffix = Math.floor(random() * 36 ** 5).toString(36);
      const where = await place();
      const trust = toTrust(where);
      if (trust) await kubernetes.apply(trust, { force: true });
      const { metadata } = await kubernetes.create(toWorkerJob(`worker-${suffix}`, where));
      return metadata.name;
    },
    async guests(role) {
      const leases = (await vault.leases(role)).filter((lease) => lease.role !== observer);
      if (leases.length === 0) return [];
      const names = await usernames();
      return leases.map((lease) => ({
        role: lease.role,
        lease: lease.id,
        username: nameFor(lease, leases, names),
        ageSeconds: Math.max(0, Math.round((clock() - lease.issuedAt.getTime()) / 1_000)),
        leftSeconds: lease.ttlSeconds,
      }));
    },
    async starting() {
      const name = labels['app.kubernetes.io/name'];
      const selection = { namespace, labelSelector: `app.kubernetes.io/name=${name}` };
      const [{ items }, pods] = await Promise.all([
        kubernetes.list<Job>('Job', selection),
        kubernetes.pods(selection),
      ]);
      const kept = pods.find(({ phase, trouble }) => phase === 'Pending' && trouble !== undefined);
      return { count: items.filter((job) => !hasEnded(job)).length, trouble: kept?.trouble };
    },
  };
}

function hasEnded({ status = {} }: Job): boolean {
  const ends = status.conditions?.filter(({ type }) => type === 'Complete' || type === 'Failed');
  return ends?.some((one) => one.status === 'True') ?? false;
}

/** Nobody keeps a password for this either: it takes a lease, looks, and gives it back. */
async function lookAround(vault: Vault, openDatabase: OpenDatabase): Promise<readonly string[]> {
  const credentials = await vault.issue(observer);
  try {
    const database = await openDatabase(credentials);
    try {
      return await database.guests();
    } finally {
      await database.close();
    }
  } finally {
    await vault.revokeLease(credentials.lease);
  }
}

/**
 * Vault does not say whose lease it is. PostgreSQL's names tell their role and the second they were made in, so
 * where these are as many as the leases of that role and second, they belong together; otherwise nobody knows.
 */
function nameFor(
  lease: Lease,
  leases: readonly Lease[],
  names: readonly string[],
): string | undefined {
  const rivals = leases.filter(
    (one) => one.role === lease.role && Math.abs(secondOf(one) - secondOf(lease)) <= 1,
  );
  const matching = names.filter((name) => {
    const [, role, made] = /^v-.+-(.+)-[A-Za-z0-9]{20}-(\d+)$/.exec(name) ?? [];
    const isNear = Math.abs(Number(made) - secondOf(lease)) <= 1;
    return role === lease.role.slice(0, 8) && isNear;
  });
  return rivals.length === matching.length ? matching[rivals.indexOf(lease)] : undefined;
}

function secondOf({ issuedAt }: Lease): number {
  return Math.floor(issuedAt.getTime() / 1_000);
}
