import { z } from 'zod';
import { toTime } from '../world.ts';
import { bodyOf, type Call } from '../api/call.ts';
import { Refusal } from '../api/refusal.ts';
import type { Route } from '../api/route.ts';
import type { State } from '../core/state.ts';

/** A wrapping token stands for itself: these need no other. */
export function wrappingRoutes(state: () => State): readonly Route[] {
  return [
    {
      path: /^wrapping\/unwrap$/,
      open: true,
      write: (call) => {
        const raw = state().wraps.open(tokenOf(call));
        if (!raw) throw gone();
        return { raw };
      },
    },
    {
      path: /^wrapping\/lookup$/,
      open: true,
      write: (call) => {
        const wrap = state().wraps.look(tokenOf(call));
        if (!wrap) throw gone();
        const creation_time = toTime(wrap.createdAt);
        const { path: creation_path, ttlSeconds: creation_ttl } = wrap;
        return { data: { creation_path, creation_time, creation_ttl } };
      },
    },
  ];
}

function tokenOf(call: Call): string {
  const { token = call.secret } = bodyOf(z.object({ token: z.string().optional() }), call);
  if (token !== undefined) return token;
  throw new Refusal(400, 'missing "token" value in input');
}

function gone(): Refusal {
  return new Refusal(400, 'wrapping token is not valid or does not exist');
}
