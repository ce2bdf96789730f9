import { type Grant, grantOn } from '../core/acl.ts';
import type { Capability } from '../core/policy.ts';
import type { State } from '../core/state.ts';
import type { TokenEntry } from '../core/tokens.ts';
import type { Call } from './call.ts';
import { denied, Refusal } from './refusal.ts';
import type { Route } from './route.ts';

/** The token of a call, if its policies allow what is asked; else a refusal. */
export function admit(state: State, call: Call, route: Route | undefined): TokenEntry {
  const token = call.secret === undefined ? undefined : state.tokens.find(call.secret);
  if (!token) throw denied();
  if (token.policies.includes('root')) return token;
  const { capabilities, minWrapSeconds } = grantFor(state, token, spellings(call));
  const isGranted =
    capabilities.includes(neededFor(call, route)) &&
    (!route?.sudo || capabilities.includes('sudo')) &&
    (call.wrapSeconds ?? 0) >= minWrapSeconds;
  if (!isGranted) throw denied();
  return token;
}

/** A list may be granted on its folder with a slash or without. */
function spellings({ operation, path }: Call): readonly string[] {
  return operation === 'list' ? [`${path}/`, path] : [path];
}

function grantFor({ policies }: State, token: TokenEntry, paths: readonly string[]): Grant {
  const rules = token.policies.flatMap((name) => policies.get(name)?.rules ?? []);
  return grantOn(rules, paths, token.alias) ?? { capabilities: [], minWrapSeconds: 0 };
}

export function capabilitiesFor(state: State, token: TokenEntry, path: string): readonly string[] {
  if (token.policies.includes('root')) return ['root'];
  return grantFor(state, token, [path]).capabilities;
}

function neededFor(call: Call, route: Route | undefined): Capability {
  if (call.operation !== 'write') return call.operation;
  return route?.exists?.(call) === false ? 'create' : 'update';
}

export function tokenOf({ token }: Call): TokenEntry {
  if (token) return token;
  throw new Refusal(400, 'missing client token');
}
