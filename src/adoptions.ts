import { lookup } from 'node:dns/promises';
import type { Cluster, Settings } from './config.ts';
import { toSuffix } from './cluster-settings.ts';
import { before } from './before.ts';
import type { Place, Places } from './places.ts';
import type { Adopted, Adoptions, Seclusion } from './stack/adopted.ts';

const variables = {
  consul: {
    address: 'CONSUL_HTTP_ADDR',
    forPods: 'CONSUL_HTTP_ADDR_FOR_PODS',
    token: 'CONSUL_HTTP_TOKEN',
    servername: 'CONSUL_TLS_SERVER_NAME',
  },
  vault: {
    address: 'VAULT_ADDR',
    forPods: 'VAULT_ADDR_FOR_PODS',
    token: 'VAULT_TOKEN',
    servername: 'VAULT_TLS_SERVER_NAME',
  },
} as const;

/** A name that takes longer than this to be looked up is taken for one that pods know. */
const lookupMs = 500;

/** What those who are deployed have to know of what was given by address. */
export function findAdoptions({ settings, name }: Cluster, places: Places): Adoptions {
  const suffix = name === undefined ? '' : toSuffix(name);
  const found = (part: keyof typeof variables): Adopted | undefined =>
    places[part].kind === 'adopted' ? toAdopted(settings, part, places[part], suffix) : undefined;
  const [consul, vault] = [found('consul'), found('vault')];
  return { ...(consul && { consul }), ...(vault && { vault }) };
}

function toAdopted(
  settings: Settings,
  part: keyof typeof variables,
  place: Place,
  suffix: string,
): Adopted {
  const { address, forPods, token, servername: name } = variables[part];
  const given = settings[forPods];
  const url = given ?? place.address;
  const variable = `${given === undefined ? address : forPods}${suffix}`;
  const servername = settings[name];
  return {
    address: place.address,
    url,
    tokenIn: `${token}${suffix}`,
    ca: async () => (await place.origin()).tls?.ca,
    hasClientCertificate: async () => (await place.origin()).tls?.cert !== undefined,
    ...(servername !== undefined && { servername }),
    async seclusion(): Promise<Seclusion | undefined> {
      if (!(await isLoopback(new URL(url).hostname))) return undefined;
      return { variable, address: url, remedy: `${forPods}${suffix}` };
    },
  };
}

/** Whether it is this machine alone that finds something there: to a pod, that would be itself. */
async function isLoopback(hostname: string): Promise<boolean> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isLocal(host)) return true;
  if (/^[\d.]+$/.test(host) || host.includes(':')) return false;
  try {
    const found = await before(AbortSignal.timeout(lookupMs), lookup(host, { all: true }));
    return found.length > 0 && found.every(({ address }) => isLocal(address));
  } catch {
    return false; // a name of the cluster is known to pods alone
  }
}

function isLocal(host: string): boolean {
  return (
    /^(?:.+\.)?localhost$/.test(host) ||
    /^127(?:\.\d+){3}$/.test(host) ||
    ['::1', '::', '0.0.0.0'].includes(host)
  );
}
