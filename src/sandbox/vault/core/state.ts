import type { World } from '../world.ts';
import { createLeases, type Leases } from './leases.ts';
import { defaultPolicy, parsePolicy, type Rule } from './policy.ts';
import { createTokens, type Tokens } from './tokens.ts';
import { createWraps, type Wraps } from './wraps.ts';

export type Policy = { readonly hcl: string; readonly rules: readonly Rule[] };

/** What a Vault keeps in its storage, apart from what its engines keep. */
export type State = {
  readonly tokens: Tokens;
  readonly leases: Leases;
  readonly wraps: Wraps;
  readonly policies: Map<string, Policy>;
};

export function createState(world: World): State {
  const leases = createLeases(world);
  return {
    leases,
    tokens: createTokens(world, leases.revokeOf),
    wraps: createWraps(world),
    policies: new Map([['default', { hcl: defaultPolicy, rules: parsePolicy(defaultPolicy) }]]),
  };
}
