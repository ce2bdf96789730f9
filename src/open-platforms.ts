import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createClients } from './clients.ts';
import type { Config } from './config.ts';
import type { Platforms } from './intent.ts';
import type { Log } from './log.ts';
import { findPool } from './find-pool.ts';
import { findPlaces } from './places.ts';
import { serviceNames } from './platforms/consul/service-names.ts';
import { createLiveNames } from './platforms/live-names.ts';
import { createJobCatalogue } from './platforms/nomad/job-catalogue.ts';
import { callRoll, type Present } from './roll-call.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { findComponents } from './stack/components/components.ts';
import { createWorlds } from './stack/create-world.ts';
import { createLeases } from './stack/lease.ts';
import { createLedger } from './stack/ledger.ts';
import { createMachinery } from './stack/machines/machines.ts';
import { createRunner, type Runner } from './stack/runner.ts';
import { createStack } from './stack/stack.ts';
import { readVersions } from './stack/versions.ts';
import { createOpenDatabase } from './worker/database.ts';
import { createWorkers } from './worker/workers.ts';

export type Surroundings = {
  readonly log: Log;
  readonly clock: () => number;
  readonly random: () => number;
  /** Which phrasing is chosen, 0 to 1; a test always takes the first. */
  readonly phrasing?: () => number;
};

export type OpenPlatforms = {
  /** The clients of one turn: every call ends with the signal. */
  readonly during: (signal: AbortSignal) => Platforms;
  /** Names alive right now, for the ear. */
  readonly names: (list: string) => readonly string[];
  readonly rollCall: () => Promise<readonly Present[]>;
  /** Resolves when no run goes on in this process any more; true when one did. */
  readonly settled: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

const adoptEveryMs = 3_000;

/** The platforms of a configuration, and the runs that go on with them in the background. */
export function openPlatforms(
  config: Config,
  sandbox: Sandbox | undefined,
  { log, clock, random }: Surroundings,
): OpenPlatforms {
  const { settings } = config;
  const places = findPlaces(config, sandbox, clock);
  const clients = createClients({ places, settings, sandbox, clock, random });
  const { kubernetes, nomad, consul } = clients;
  const deploy = new URL('../deploy/', import.meta.url);
  const components = findComponents({
    consul: places.consul.kind,
    vault: places.vault.kind,
    nomad: places.nomad.kind,
  });
  const namespace = settings.HASHINETES_NAMESPACE;
  const holder = `${hostname()}-${randomUUID().slice(0, 8)}`;
  const worlds = createWorlds({
    clients,
    vaultOrigin: places.vault.origin,
    vaultServerAt: places.vault.serverAt ?? (() => places.vault.origin),
    logIn: clients.logIn,
    home: namespace,
    clock,
    randomBytes,
  });
  const runner = createRunner({
    ledger: createLedger(kubernetes, namespace),
    leases: createLeases({ kubernetes, namespace, holder, clock }),
    world: worlds.open,
    components,
    deploy,
    clock,
    log,
  });
  const stopAdopting =
    places.kubernetes.kind === 'unconfigured' ? () => undefined : keepAdopting(runner, log);
  const jobs = createJobCatalogue({ nomad, folder: config.jobs, clock, random });
  const pool = findPool(settings, sandbox);
  const machinery = pool && createMachinery({ pool, kubernetes, nomad, clock, log });
  const nodeNames = createLiveNames({
    clock,
    read: async () => (await nomad.nodes()).map(({ Name }) => Name),
  });

  const services = createLiveNames({ clock, read: () => serviceNames(consul) });
  const datacenters = createLiveNames({
    clock,
    read: async () => (await consul.places()).map(({ name }) => name),
  });
  const database = sandbox ? `postgres://${sandbox.database}/demo` : settings.DATABASE_URL;
  const openDatabase =
    database === undefined ? undefined : createOpenDatabase({ url: database, timeoutMs: 800 });
  const live: Readonly<Record<string, () => readonly string[]>> = {
    job: jobs.names,
    node: nodeNames,
    service: services,
    datacenter: datacenters,
    role: createLiveNames({ clock, read: () => clients.vault.roles() }),
  };

  return {
    during(signal) {
      const { during: _during, ...bound } = clients.during(signal);
      const place = config.isSandbox ? 'the sandbox' : 'the cluster';
      return {
        ...bound,
        workers: createWorkers({
          kubernetes: bound.kubernetes,
          vault: bound.vault,
          openDatabase,
          place: workerPlace,
          image: async () => (await readVersions(deploy))('hashinetes', ''),
          clock,
          random,
        }),
        jobs: jobs.during(bound.nomad),
        pool: machinery?.during(bound.nomad, signal),
        stack: createStack({ ...bound, components, deploy, runner, namespace, place, clock }),
      };
    },
    names: (list) => live[list]?.() ?? [],
    rollCall: () => callRoll(places, clients),
    settled: runner.settled,
    async close() {
      stopAdopting();
      jobs.close();
      await Promise.all([runner.stop(), machinery?.stop()]);
      await worlds.close();
      await clients.close();
    },
  };
}

/** Where workers run, once Vault and a database are deployed. */
const workerPlace = {
  namespace: 'database',
  vaultUrl: 'https://vault.vault.svc:8200',
  databaseUrl: 'postgres://database.database.svc:5432/demo',
  caSecret: 'database-tls',
};

/** Takes over runs that nobody drives, now and from time to time. */
function keepAdopting(runner: Runner, log: Log): () => void {
  const adopt = (): void => {
    runner.adopt().catch((error: unknown) => log('run.adopting', { error }));
  };
  adopt();
  const timer = setInterval(adopt, adoptEveryMs);
  return () => clearInterval(timer);
}
