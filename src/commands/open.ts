import { createServer } from 'node:http';
import { type Cluster, type Config, namesOf } from '../config.ts';
import { openBrowser } from '../open/browser.ts';
import { type Dashboard, dashboards, isDashboard, readToken, toAdvice } from '../open/login.ts';
import { createProxy } from '../open/proxy.ts';
import { findPlaces, type Places } from '../places.ts';
import { createKubernetes } from '../platforms/kubernetes/client.ts';
import { createVault } from '../platforms/vault/client.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { urlOf } from '../server.ts';
import { readIdentity } from '../stack/identity/read-identity.ts';
import type { Print } from './serve.ts';

export type OpenOptions = {
  /** Only print the address. */
  readonly print?: boolean | undefined;
  readonly showToken?: boolean | undefined;
  /** Its name; without one, the default. */
  readonly cluster?: string | undefined;
};

/** Brings a dashboard to the browser through a proxy on loopback, until the signal ends it. */
export async function open(
  config: Config,
  name: string,
  options: OpenOptions,
  { print, signal }: { readonly print: Print; readonly signal: AbortSignal },
): Promise<void> {
  if (!isDashboard(name))
    throw new Error(`There is no dashboard of ${name}: open ${dashboards.join(', ')}.`);
  const { isSandbox, paceFactor } = config;
  const cluster = findCluster(config, options.cluster);
  const sandbox = isSandbox
    ? await startSandbox({ paceFactor, clock: () => new Date(), random: Math.random })
    : undefined;
  const places = findPlaces(cluster, sandbox, Date.now);
  const { address, origin } = places[name];
  const proxy = createProxy({ platform: name, origin });
  const server = createServer(proxy.listener).on('upgrade', proxy.upgrade);
  try {
    await origin(); // what is not configured is told before anything is opened
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = urlOf(server, '127.0.0.1');
    const url = `${base}${isSandbox ? '/v1/status/leader' : '/ui/'}`;
    print(`${url} leads to ${address}, until Ctrl-C.`);
    for (const line of await adviceOn(name, base, cluster, places, options)) print(line);
    if (options.print !== true && !(await openBrowser(url, process.platform)))
      print('There is no browser to open here.');
    await ended(signal);
  } finally {
    server.close();
    server.closeAllConnections();
    await proxy.close();
    await sandbox?.stop();
  }
}

function findCluster({ clusters }: Config, name: string | undefined): Cluster {
  const found = name === undefined ? clusters[0] : clusters.find((one) => one.name === name);
  if (found) return found;
  const known = namesOf(clusters).join(', ') || 'none: set HASHINETES_CLUSTERS';
  throw new Error(`There is no cluster ${name}; the names are ${known}.`);
}

async function adviceOn(
  name: Dashboard,
  url: string,
  { settings: { HASHINETES_NAMESPACE: home } }: Cluster,
  places: Places,
  { showToken = false }: OpenOptions,
): Promise<readonly string[]> {
  const { kind } = places[name];
  const advice = toAdvice(name, { kind, home, url });
  if (!showToken || kind !== 'deployed') return [advice];
  const kubernetes = createKubernetes({ origin: places.kubernetes.origin });
  const vault = createVault({ origin: places.vault.origin });
  const { read } = readIdentity({ kubernetes, home });
  try {
    const token = await readToken(name, {
      read,
      async logIn() {
        const account = { namespace: home, name: 'hashinetes' };
        const jwt = await kubernetes.issueToken(account, 'vault');
        return (await vault.login('hashinetes', jwt)).token;
      },
    });
    return [advice, token?.reveal() ?? 'There is no such token yet: it is made by a deployment.'];
  } finally {
    await Promise.all([kubernetes.close(), vault.close()]);
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    return undefined;
  });
}
