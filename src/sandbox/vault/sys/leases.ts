import { z } from 'zod';
import { toTime, type World } from '../world.ts';
import { bodyOf, type Call, nameOf } from '../api/call.ts';
import { Refusal } from '../api/refusal.ts';
import type { Answer, Handle, Route } from '../api/route.ts';
import { duration } from '../core/duration.ts';
import type { Lease } from '../core/leases.ts';
import type { State } from '../core/state.ts';

const leaseBody = z.object({
  lease_id: z.string().optional(),
  increment: duration.default(0),
});

export function leaseRoutes(world: World, state: () => State): readonly Route[] {
  const find = (call: Call): Lease => {
    const lease = state().leases.find(idOf(call));
    if (lease) return lease;
    throw new Refusal(400, 'invalid lease');
  };
  const revokePrefix: Handle = (call) => {
    state().leases.revokePrefix(nameOf(call).replace(/\/$/, ''));
    return undefined;
  };
  const list = (call: Call): Answer => {
    const keys = state().leases.keys(nameOf(call));
    if (keys.length === 0) throw new Refusal(404);
    return { data: { keys } };
  };

  return [
    { path: /^leases\/lookup$/, write: (call) => ({ data: describe(world, find(call)) }) },
    { path: /^leases\/lookup\/(.+)$/, sudo: true, list },
    {
      path: /^leases\/renew(?:\/(.+))?$/,
      write: (call) => {
        const found = state().leases.find(idOf(call));
        if (!found) throw new Refusal(400, 'lease not found');
        const { increment } = bodyOf(leaseBody, call);
        const wanted = increment || (found.expiresAt - found.issuedAt) / 1_000;
        const lease = state().leases.renew(found, wanted);
        const durationSeconds = Math.round((lease.expiresAt - world.now()) / 1_000);
        return { lease: { id: lease.id, renewable: true, durationSeconds } };
      },
    },
    {
      path: /^leases\/revoke(?:\/(.+))?$/,
      write: (call) => {
        state().leases.revoke(idOf(call));
        return undefined;
      },
    },
    { path: /^leases\/revoke-prefix\/(.+)$/, sudo: true, write: revokePrefix },
    { path: /^leases\/revoke-force\/(.+)$/, sudo: true, write: revokePrefix },
  ];
}

function describe(world: World, lease: Lease): object {
  return {
    id: lease.id,
    issue_time: toTime(lease.issuedAt),
    expire_time: toTime(lease.expiresAt),
    last_renewal: lease.lastRenewal === undefined ? null : toTime(lease.lastRenewal),
    renewable: true,
    ttl: Math.max(0, Math.floor((lease.expiresAt - world.now()) / 1_000)),
  };
}

function idOf(call: Call): string {
  const id = bodyOf(leaseBody, call).lease_id ?? call.names[0];
  if (id) return id;
  throw new Refusal(400, 'lease_id must be specified');
}
