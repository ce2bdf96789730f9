import type { Place } from '../places.ts';
import type { Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
import type { Secret } from '../secret.ts';
import { readIdentity } from '../stack/identity/read-identity.ts';

export type Dashboard = 'nomad' | 'consul' | 'vault';

export const dashboards: readonly Dashboard[] = ['nomad', 'consul', 'vault'];

export const isDashboard = (name: string): name is Dashboard =>
  dashboards.some((known) => known === name);

/** Where the token of a deployed platform is kept: names of `stack/identity/keyring.ts`. */
const tokens: Readonly<Record<Dashboard, { readonly secret: string; readonly key: string }>> = {
  nomad: { secret: 'nomad-identity', key: 'bootstrap' },
  consul: { secret: 'consul-identity', key: 'management' },
  vault: { secret: 'vault-init', key: 'root-token' },
};

/** How to log in, with no secret in it. */
export function toAdvice(name: Dashboard, kind: Place['kind'], home: string): string {
  if (kind === 'sandbox')
    return 'The sandbox asks for no token, and has no dashboard: this is its API.';
  if (kind !== 'deployed') return `Log in with a token of your own (${name.toUpperCase()}_TOKEN).`;
  const { secret, key } = tokens[name];
  const command = `kubectl -n ${home} get secret ${secret} -o jsonpath='{.data.${key}}' | base64 -d`;
  return `Log in with the token that this shows: ${command}`;
}

/** The token itself, for `--show-token`. */
export function readToken(
  name: Dashboard,
  kubernetes: Kubernetes,
  home: string,
): Promise<Secret | undefined> {
  const { secret, key } = tokens[name];
  return readIdentity({ kubernetes, home }).read(secret, key);
}
