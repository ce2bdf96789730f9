import { listen, serve } from './door.ts';
import { forgetWith } from './forget-with.ts';
import { type ConsulSandbox, createConsulSandbox } from './consul/consul-sandbox.ts';
import { toAclConfig } from './consul/acl/configured.ts';
import { discoverAll, only } from './consul/discover.ts';
import { discoverAllocations } from './consul/discovered/allocations.ts';
import { discoverPods } from './consul/discovered/pods.ts';
import {
  createKubernetesSandbox,
  type KubernetesSandbox,
} from './kubernetes/kubernetes-sandbox.ts';
import { isNodeReady } from './kubernetes/controllers/node-readiness.ts';
import { isStarted } from './kubernetes/controllers/pod-readiness.ts';
import { watchServers } from './kubernetes/watch-servers.ts';
import { createNomadSandbox, type NomadSandbox } from './nomad/nomad-sandbox.ts';
import { findElsewhere, registerElsewhere } from './nomad/register-elsewhere.ts';
import { createPace } from './pace.ts';
import { createReadKeys } from './read-signed.ts';
import { Secret } from '../secret.ts';
import type { RunProgram } from './kubernetes/program.ts';
import {
  createServiceAccounts,
  type ReviewToken,
  type ServiceAccount,
} from './vault/service-accounts.ts';
import { labelPods } from './vault/label-pods.ts';
import { createVaultProbes } from './vault/probes.ts';
import { createWorkerProgram } from './vault/worker-program.ts';
import { createVaultSandbox, type VaultSandbox } from './vault/vault-sandbox.ts';

const mostServers = 5;

export type Sandbox = {
  /** Base URLs on loopback; `database` is `host:port`. */
  readonly kubernetes: string;
  readonly nomad: string;
  readonly consul: string;
  readonly vault: string;
  /** One of Vault's servers, sealed or not. */
  readonly vaultAt: (ordinal: number) => string;
  readonly database: string;
  /** What a person at the machine could do: break things, take nodes down, resize the pool. */
  readonly controls: {
    readonly kubernetes: Pick<KubernetesSandbox, 'faults' | 'setNodeReady'>;
    readonly nomad: Pick<NomadSandbox, 'pool' | 'setFate' | 'loseMachine'>;
    readonly consul: Pick<ConsulSandbox, 'setHealth' | 'trouble'>;
    readonly vault: Pick<VaultSandbox, 'users' | 'close' | 'wipe'>;
  };
  /** Says whose token this is, as Kubernetes tells any Vault that asks it. */
  readonly reviewToken: ReviewToken;
  /** A token of a service account, as Kubernetes would issue it. */
  readonly issueToken: (account: ServiceAccount, audience: string) => Promise<Secret>;
  readonly stop: () => Promise<void>;
};

export type SandboxOptions = {
  readonly paceFactor: number;
  readonly clock: () => Date;
  readonly random: () => number;
  /** Which products its pods are: HashiCorp's Vault is unsealed with keys. */
  readonly vault?: 'openbao' | 'hashicorp';
  /** The StatefulSet of its database, which speaks PostgreSQL's protocol whatever it is. */
  readonly database?: 'postgres' | 'mariadb';
  /** Where on this machine an address outside is that its pods are told; where it says, if nothing is said. */
  readonly moved?: (url: string) => string;
};

/** Serves Kubernetes, and the Nomad, Consul and Vault that its pods make up, on loopback from this process. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { paceFactor, clock, random, vault: flavour, database: engine = 'postgres' } = options;
  const world = { pace: createPace(paceFactor), clock, random };
  const accounts = createServiceAccounts(clock);
  const doorsBehind = new Map<string, string>();
  const probes = createVaultProbes();
  const kubernetes = createKubernetesSandbox({
    ...world,
    portForward: ({ metadata: { namespace, name } }, port) =>
      toDoor(doorsBehind.get(`${name}:${port}`) ?? doorsBehind.get(`${namespace}:${port}`)),
    runProgram: (pod) => runWorker(pod),
    probes,
  });
  const serversOf = (name: string, namespace = name): ReturnType<typeof watchServers> =>
    watchServers(kubernetes.store, { namespace, statefulSet: name });
  const nomadServers = serversOf('nomad');
  const vaultServers = serversOf('vault');
  /** Its pods have names of the cluster; here, their doors are on loopback. */
  const readKeys = createReadKeys((url) => {
    const { hostname, port, pathname } = new URL(url);
    const door = doorsBehind.get(`${hostname.split('.')[0]}:${port}`);
    return door === undefined ? url : `http://${door}${pathname}`;
  });
  const nomad = createNomadSandbox({
    ...world,
    servers: nomadServers,
    acl: { anonymous: 'everything', readKeys },
  });
  const consul = createConsulSandbox({
    ...world,
    servers: serversOf('consul'),
    acl: () => toAclConfig(kubernetes.store.get('Secret', 'consul-secrets', 'consul')),
    readKeys,
    discover: discoverAll(
      only(
        discoverPods(nomadServers, {
          service: 'nomad',
          ports: { http: 4646, rpc: 4647, serf: 4648 },
          check: 'Nomad Server HTTP Check',
        }),
        () => findElsewhere(kubernetes.store) === undefined,
      ),
      discoverPods(vaultServers, {
        service: 'vault',
        ports: { active: 8200 },
        check: 'Vault Sealed Status',
      }),
      discoverAllocations(nomad.state),
    ),
  });
  const vault = createVaultSandbox({
    ...world,
    servers: watchServers(kubernetes.store, {
      namespace: 'vault',
      statefulSet: 'vault',
      isUp: (pod) => isStarted(pod) && isNodeReady(kubernetes, pod.spec.nodeName),
    }),
    databaseServers: serversOf(engine, 'database'),
    seal: flavour === 'hashicorp' ? 'shamir' : 'static',
    ...(flavour && { flavour }),
    review: accounts.review,
  });
  probes.follow(vault);
  labelPods(kubernetes.store, vault, flavour);
  const { moved = (url) => url } = options;
  const nomadElsewhere = registerElsewhere({
    store: kubernetes.store,
    servers: nomadServers,
    moved,
  });
  forgetWith(kubernetes.store, { claim: 'data-vault-0', namespace: 'vault' }, vault.wipe);
  const { store } = kubernetes;
  forgetWith(store, { claim: 'data-nomad-0', namespace: 'nomad' }, nomad.wipeAcls);
  forgetWith(store, { claim: 'data-consul-0', namespace: 'consul' }, consul.wipeAcls);
  const database = { claim: `data-${engine}-0`, namespace: 'database' };
  forgetWith(kubernetes.store, database, vault.wipeDatabase);
  const doors = await Promise.all([
    serve(kubernetes.listener, kubernetes.upgrade),
    ...[nomad.listener, consul.listener, vault.listener].map((listener) => serve(listener)),
    listen(vault.database),
  ]);
  const [kubernetesAt, nomadAt, consulAt, vaultAt, databaseAt] = doors.map(
    ({ address }) => address,
  );
  doorsBehind.set('nomad:4646', nomadAt ?? '');
  doorsBehind.set('consul:8501', consulAt ?? '');
  doorsBehind.set('vault:8200', vaultAt ?? '');
  const vaultNames = Array.from({ length: mostServers }, (_none, ordinal) => `vault-${ordinal}`);
  const vaultDoors = await Promise.all(vaultNames.map((name) => serve(vault.listenerAt(name))));
  for (const [ordinal, { address }] of vaultDoors.entries())
    doorsBehind.set(`vault-${ordinal}:8200`, address);
  const work = createWorkerProgram({
    accounts,
    vaultUrl: `http://${vaultAt}`,
    databaseUrl: `postgres://${databaseAt}/demo`,
  });

  function runWorker({ metadata, spec }: Parameters<RunProgram>[0]): ReturnType<RunProgram> {
    if (metadata.labels?.['app.kubernetes.io/name'] !== 'worker') return undefined;
    return work({
      namespace: metadata.namespace ?? '',
      name: spec.serviceAccountName ?? 'default',
    });
  }

  return {
    kubernetes: `http://${kubernetesAt}`,
    nomad: `http://${nomadAt}`,
    consul: `http://${consulAt}`,
    vault: `http://${vaultAt}`,
    vaultAt: (ordinal) => `http://${vaultDoors[ordinal]?.address ?? vaultAt}`,
    database: databaseAt ?? '',
    controls: { kubernetes, nomad, consul, vault },
    reviewToken: accounts.review,
    issueToken: async (account, audience) => new Secret(await accounts.mint(account, audience)),
    async stop() {
      nomadElsewhere();
      for (const part of [vault, consul, nomad, kubernetes]) part.stop();
      await Promise.all([...doors, ...vaultDoors].map(({ shut }) => shut()));
    },
  };
}

function toDoor(address: string | undefined): { host: string; port: number } | undefined {
  const [host, port] = address?.split(':') ?? [];
  return host === undefined ? undefined : { host, port: Number(port) };
}
