import type { Place } from '../places.ts';
import type { Secret } from '../secret.ts';

export type Dashboard = 'nomad' | 'consul' | 'vault';

export const dashboards: readonly Dashboard[] = ['nomad', 'consul', 'vault'];

export const isDashboard = (name: string): name is Dashboard =>
  dashboards.some((known) => known === name);

/** Where the token of a deployed platform is kept: names of `stack/identity/keyring.ts`. */
const tokens = {
  nomad: { secret: 'nomad-identity', key: 'bootstrap' },
  consul: { secret: 'consul-identity', key: 'management' },
} as const;

export type Way = {
  readonly kind: Place['kind'];
  /** The namespace of Hashinetes. */
  readonly home: string;
  /** Where the proxy listens. */
  readonly url: string;
};

/**
 * How to log in, with no secret in it. The root token of Vault is given up once it is set up, so whoever may ask
 * Kubernetes for a token of Hashinetes trades that for one of an hour, which may what Hashinetes may.
 */
export function toAdvice(name: Dashboard, { kind, home, url }: Way): string {
  if (kind === 'sandbox')
    return 'The sandbox asks for no token, and has no dashboard: this is its API.';
  if (kind !== 'deployed') return `Log in with a token of your own (${name.toUpperCase()}_TOKEN).`;
  return `Log in with the token that this shows: ${name === 'vault' ? toLogin(home, url) : toRead(tokens[name], home)}`;
}

function toRead({ secret, key }: { secret: string; key: string }, home: string): string {
  return `kubectl -n ${home} get secret ${secret} -o jsonpath='{.data.${key}}' | base64 -d`;
}

function toLogin(home: string, url: string): string {
  const jwt = `$(kubectl -n ${home} create token hashinetes --audience=vault)`;
  const body = `"{\\"role\\":\\"hashinetes\\",\\"jwt\\":\\"${jwt}\\"}"`;
  return `curl -sd ${body} ${url}/v1/auth/kubernetes/login | sed 's/.*"client_token":"\\([^"]*\\).*/\\1/'`;
}

export type TokenSources = {
  readonly read: (secret: string, key: string) => Promise<Secret | undefined>;
  /** Trades our own identity for a token of Vault. */
  readonly logIn: () => Promise<Secret>;
};

/** The token itself, for `--show-token`. */
export function readToken(
  name: Dashboard,
  { read, logIn }: TokenSources,
): Promise<Secret | undefined> {
  return name === 'vault' ? logIn() : read(tokens[name].secret, tokens[name].key);
}
