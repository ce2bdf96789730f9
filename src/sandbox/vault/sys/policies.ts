import { z } from 'zod';
import { capabilitiesFor, tokenOf } from '../api/admit.ts';
import { bodyOf, type Call, nameOf } from '../api/call.ts';
import { Refusal } from '../api/refusal.ts';
import type { Answer, Route } from '../api/route.ts';
import { strings } from '../core/duration.ts';
import { parsePolicy } from '../core/policy.ts';
import type { State } from '../core/state.ts';

export function policyRoutes(state: () => State): readonly Route[] {
  return [
    {
      path: /^policies\/acl$/,
      list: () => ({ data: { keys: [...state().policies.keys(), 'root'].toSorted() } }),
    },
    {
      path: /^policies\/acl\/(.+)$/,
      read: (call) => {
        const name = nameOf(call).toLowerCase();
        const policy = state().policies.get(name);
        if (!policy) throw new Refusal(404);
        return { data: { name, policy: policy.hcl } };
      },
      write: (call) => {
        const { policy } = bodyOf(z.object({ policy: z.string().default('') }), call);
        if (policy === '') throw new Refusal(400, "'policy' parameter not supplied or empty");
        const name = nameOf(call).toLowerCase();
        if (name === 'root') throw new Refusal(400, `cannot update "root" policy`);
        const hcl = /^[\w+/=\s]+$/.test(policy) ? Buffer.from(policy, 'base64').toString() : policy;
        state().policies.set(name, { hcl, rules: parsePolicy(hcl) });
        return undefined;
      },
      delete: (call) => {
        state().policies.delete(nameOf(call).toLowerCase());
        return undefined;
      },
    },
    { path: /^capabilities-self$/, write: (call) => ownCapabilities(state(), call) },
  ];
}

function ownCapabilities(state: State, call: Call): Answer {
  const { path, paths = path ?? [] } = bodyOf(
    z.object({ path: strings.optional(), paths: strings.optional() }),
    call,
  );
  const entries = paths.map((one) => {
    const granted = capabilitiesFor(state, tokenOf(call), one);
    return [one, granted.length > 0 ? granted : ['deny']] as const;
  });
  const [first] = entries;
  return {
    data: { ...Object.fromEntries(entries), ...(first && { capabilities: first[1] }) },
  };
}
