import { Failure } from '../../failure.ts';
import * as answers from './answers.ts';
import type { Ask } from './ask.ts';
import type { Lease } from './vault.ts';

const database = ['database', 'creds'] as const;
const lookup = ['sys', 'leases', 'lookup'] as const;

/** Ids of the open leases of one role, or of every role that has some. */
export async function readLeaseIds(ask: Ask, role?: string): Promise<readonly string[]> {
  const roles = role === undefined ? await ask.list([...lookup, ...database]) : [role];
  const ids = roles.map(async (one) => {
    const name = one.replace(/\/$/, ''); // a key with a slash is a level of its own
    const keys = await ask.list([...lookup, ...database, name]);
    return keys.map((key) => [...database, name, key].join('/'));
  });
  return (await Promise.all(ids)).flat();
}

export async function readLeases(ask: Ask, role?: string): Promise<readonly Lease[]> {
  const ids = await readLeaseIds(ask, role);
  const leases = await Promise.all(ids.map((id) => readLease(ask, id)));
  return leases
    .filter((lease) => lease !== undefined)
    .toSorted((a, b) => a.issuedAt.getTime() - b.issuedAt.getTime());
}

async function readLease(ask: Ask, lease_id: string): Promise<Lease | undefined> {
  try {
    const { data } = await ask.write(answers.lease, [...lookup], { lease_id });
    return {
      id: data.id,
      role: data.id.split('/')[database.length] ?? '',
      issuedAt: data.issue_time,
      expiresAt: data.expire_time,
      ttlSeconds: data.ttl,
    };
  } catch (error) {
    if (error instanceof Failure && error.kind === 'absent') return undefined; // it ended meanwhile
    throw error;
  }
}

export async function revokeLeases(ask: Ask, role?: string): Promise<void> {
  const prefix = role === undefined ? database : [...database, role];
  const path = ['sys', 'leases', 'revoke-prefix', ...prefix];
  await ask.write(answers.anything, path, { sync: true }, { timeoutMs: 60_000 });
}
