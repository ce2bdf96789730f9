import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type ClusterName, clusterNames, environmentOf, toSuffix } from './cluster-settings.ts';
import { Secret } from './secret.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z
  .enum(['0', '1', 'true', 'false'])
  .transform((value) => value === '1' || value === 'true');
const secret = z
  .string()
  .min(8)
  .transform((value) => new Secret(value));
const limit = z.coerce.number().int().min(1);

const text = z.string().optional();
const consulAddress = z
  .string()
  .transform((address) => (address.includes('://') ? address : `http://${address}`))
  .optional();
const elsewhere = 'where pods find an adopted one, or it the deployed Nomad: `docs/adopting.md`';
const tls = {
  ca: text.describe('file with its CA certificate'),
  cert: text.describe('file with a client certificate for it'),
  key: text.describe('file with the key of that certificate'),
  servername: text.describe('name its certificate must have'),
};

/** Every setting, by the name of its environment variable. The README's table is checked against it. */
export const settings = z.object({
  HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  PORT: port.default(8080).describe('port to listen on'),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info').describe('what is logged'),
  HASHINETES_NAME: z.string().optional().describe('what to call whoever talks from this machine'),
  HASHINETES_WRITES: flag
    .optional()
    .describe('1 allows changes to real platforms; the sandbox always does'),
  HASHINETES_TOKEN: secret.optional().describe('bearer token for /v1 from other machines'),
  HASHINETES_CLUSTERS: clusterNames.describe(
    'clusters to talk about, the default first: `east,west` or `east=context,…`',
  ),
  HASHINETES_NAMESPACE: z.string().default('hashinetes').describe('Kubernetes namespace for runs'),
  HASHINETES_VAULT: z
    .enum(['openbao', 'hashicorp'])
    .default('openbao')
    .describe('which Vault is deployed: openbao, or hashicorp (unsealed with keys that are kept)'),
  HASHINETES_DATABASE: z
    .enum(['postgres', 'mariadb'])
    .default('postgres')
    .describe('which database is deployed: postgres or mariadb'),
  HASHINETES_JOBS: z.string().optional().describe('folder of *.nomad.hcl job files (deploy/jobs)'),
  HASHINETES_MAX_TASKS: limit.default(1_000).describe('most tasks of one job'),
  HASHINETES_MAX_NODES: limit.default(20).describe('most client machines of the pool'),
  HASHINETES_AUDIT_FILE: text.describe(
    'file to which every change is appended, a line of JSON each',
  ),
  HASHINETES_POOL_COMMAND: text.describe(
    'machine pool: program that answers `size` and `resize <count> [<node>…]`',
  ),
  HASHINETES_POOL_GOOGLE: text.describe(
    'machine pool: projects/…/zones/…/instanceGroupManagers/… (needs @google-cloud/compute)',
  ),
  HASHINETES_POOL_AWS: text.describe(
    'machine pool: auto-scaling group (needs @aws-sdk/client-auto-scaling)',
  ),
  HASHINETES_POOL_NODE_POOL: text.describe('Nomad node pool that the machines join'),
  GOOGLE_PROJECT_ID: z
    .string()
    .min(1)
    .optional()
    .describe('verify the signature of /assistant for this project'),
  GOOGLE_SHARED_SECRET: secret
    .optional()
    .describe('value that the header x-hashinetes-key must have on /assistant'),
  SANDBOX: flag.optional().describe('1 uses the sandbox even where platforms are configured'),
  SANDBOX_PACE: z
    .union([z.enum(['natural', 'instant']), z.coerce.number().min(0)])
    .default('natural')
    .describe('how fast sandbox time runs: natural, instant, or a factor of natural'),
  KUBECONFIG: z.string().optional().describe('kubeconfig file of the real cluster'),
  KUBERNETES_SERVICE_HOST: z
    .string()
    .optional()
    .describe('set by Kubernetes in a pod: use its service account'),
  NOMAD_ADDR: z.url().optional().describe('adopt the one at this address instead of deploying it'),
  NOMAD_ADDR_FOR_OTHERS: z.url().optional().describe(elsewhere),
  NOMAD_TOKEN: secret.optional().describe('its token'),
  NOMAD_NAMESPACE: z.string().optional().describe('its namespace'),
  NOMAD_REGION: z.string().optional().describe('its region'),
  NOMAD_CACERT: tls.ca,
  NOMAD_CLIENT_CERT: tls.cert,
  NOMAD_CLIENT_KEY: tls.key,
  NOMAD_TLS_SERVER_NAME: tls.servername,
  CONSUL_HTTP_ADDR: consulAddress.describe('adopt the one at this address instead of deploying it'),
  CONSUL_HTTP_ADDR_FOR_PODS: consulAddress.describe(elsewhere),
  CONSUL_HTTP_TOKEN: secret.optional().describe('its token'),
  CONSUL_NAMESPACE: z.string().optional().describe('its namespace'),
  CONSUL_CACERT: tls.ca,
  CONSUL_CLIENT_CERT: tls.cert,
  CONSUL_CLIENT_KEY: tls.key,
  CONSUL_TLS_SERVER_NAME: tls.servername,
  DATABASE_URL: z
    .url()
    .optional()
    .describe('database of the worker: postgres:// or mariadb://, without a user'),
  DATABASE_CACERT: tls.ca,
  WORKER_ROLE: z.string().default('worker').describe('role the worker logs in to Vault as'),
  WORKER_TOKEN_FILE: z.string().optional().describe("file with the worker's service account token"),
  VAULT_ADDR: z.url().optional().describe('adopt the one at this address instead of deploying it'),
  VAULT_ADDR_FOR_PODS: z.url().optional().describe(elsewhere),
  VAULT_TOKEN: secret.optional().describe('its token'),
  VAULT_CACERT: tls.ca,
  VAULT_CLIENT_CERT: tls.cert,
  VAULT_CLIENT_KEY: tls.key,
  VAULT_TLS_SERVER_NAME: tls.servername,
});

export type Settings = z.infer<typeof settings>;

/** One of the clusters to talk about, with the settings that are its own. */
export type Cluster = {
  /** What it is called; nothing where there is only the one that nobody named. */
  readonly name?: string;
  /** Its context in the kubeconfig; without one, the current. */
  readonly context?: string;
  readonly settings: Settings;
};

export type Config = {
  /** Those of the first cluster, which is the default. */
  readonly settings: Settings;
  /** Never empty. */
  readonly clusters: readonly Cluster[];
  /** True when nothing real is configured, or when asked for. */
  readonly isSandbox: boolean;
  readonly paceFactor: number;
  readonly jobs: URL;
};

/** What the clusters are called: nothing where there is only the one that nobody named. */
export function namesOf(clusters: readonly Cluster[]): readonly string[] {
  return clusters.flatMap(({ name }) => (name === undefined ? [] : [name]));
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment, the only place that does. Throws one line for each wrong setting. */
export function parseConfig(environment: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const common = parseSettings(given);
  const clusters = (common.HASHINETES_CLUSTERS ?? []).map((named, at) =>
    parseCluster(given, named, at === 0),
  );
  const { SANDBOX, SANDBOX_PACE, HASHINETES_JOBS } = common;
  const [first = { settings: common }] = clusters;
  const all = [first, ...clusters.slice(1)];
  const isSandbox = SANDBOX ?? !all.some(isReal);
  if (!isSandbox) all.forEach(assertSomewhere);
  return {
    settings: first.settings,
    clusters: all,
    isSandbox,
    paceFactor: toPaceFactor(SANDBOX_PACE),
    jobs: HASHINETES_JOBS
      ? pathToFileURL(`${resolve(HASHINETES_JOBS)}/`)
      : new URL('../deploy/jobs/', import.meta.url),
  };
}

function toPaceFactor(pace: Settings['SANDBOX_PACE']): number {
  if (typeof pace === 'number') return pace;
  return pace === 'natural' ? 1 : 0;
}

function parseCluster(environment: Environment, named: ClusterName, isFirst: boolean): Cluster {
  const { settings: given, nameOf } = environmentOf(environment, named.name, isFirst);
  const isSharing = nameOf('KUBECONFIG') === 'KUBECONFIG';
  return {
    ...(isSharing && { context: named.name }),
    ...named,
    settings: parseSettings(given, nameOf),
  };
}

function parseSettings(
  given: Environment,
  nameOf = (setting: string): string => setting,
): Settings {
  const parsed = settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path, message }) => `${nameOf(path.join('.'))}: ${message}`,
  );
  throw new Error(`The environment has wrong settings:\n${lines.join('\n')}`);
}

function isReal({ settings: own }: Cluster): boolean {
  const { KUBECONFIG, KUBERNETES_SERVICE_HOST, NOMAD_ADDR } = own;
  return (KUBECONFIG ?? KUBERNETES_SERVICE_HOST ?? NOMAD_ADDR) !== undefined;
}

function assertSomewhere(cluster: Cluster): void {
  const { name, settings: own } = cluster;
  if (name === undefined || isReal(cluster) || own.CONSUL_HTTP_ADDR || own.VAULT_ADDR) return;
  throw new Error(
    `HASHINETES_CLUSTERS: nothing tells where ${name} is; set KUBECONFIG or NOMAD_ADDR${toSuffix(name)}`,
  );
}
