import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { findAdoptions } from './adoptions.ts';
import { createClients } from './clients.ts';
import type { Cluster, Config } from './config.ts';
import type { Platforms } from './intent.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import { findDatabase } from './find-database.ts';
import { findPool } from './find-pool.ts';
import { findPlaces } from './places.ts';
import { serviceNames } from './platforms/consul/service-names.ts';
import { createLiveNames } from './platforms/live-names.ts';
import { createJobCatalogue } from './platforms/nomad/job-catalogue.ts';
import { callRoll, type Present } from './roll-call.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import type { Kubernetes } from './platforms/kubernetes/kubernetes.ts';
import { createChart } from './stack/chart.ts';
import { findComponents } from './stack/components/components.ts';
import { createWorlds } from './stack/create-world.ts';
import { createExplain, type Explain } from './stack/explain.ts';
import { createLeases } from './stack/lease.ts';
import { createLedger, type Ledger } from './stack/ledger.ts';
import { nomadUrl } from './stack/components/nomad-keys.ts';
import { createMachines } from './stack/machines/machines.ts';
import { createMemoryLedger, noted, ownLeases } from './stack/memory-ledger.ts';
import { createOrders } from './stack/orders.ts';
import { createRenewing } from './stack/renewing.ts';
import { shakeWith } from './shake-with.ts';
import { createRunner } from './stack/runner.ts';
import { startChores } from './start-chores.ts';
import { createStack } from './stack/stack.ts';
import { createUnsealing } from './stack/unsealing.ts';
import { createOpenDatabase } from './worker/database.ts';
import { findWorkerPlace } from './worker/find-place.ts';
import { createWorkers } from './worker/workers.ts';

export type Surroundings = {
  readonly log: Log;
  readonly clock: () => number;
  readonly random: () => number;
  /** Which phrasing is chosen, 0 to 1; a test always takes the first. */
  readonly phrasing?: () => number;
};

export type Tracked = Surroundings & {
  /** Is told what leaves for a platform, and in which turn. */
  readonly outbox: Outbox;
};

export type OpenPlatforms = {
  /** The clients of one turn: every call ends with the signal. */
  readonly during: (signal: AbortSignal) => Platforms;
  /** Names alive right now, for the ear. */
  readonly names: (list: string) => readonly string[];
  /** Resolves when something has changed there, after `ms`, or when the signal ends it. */
  readonly changed: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly explain: Explain;
  readonly rollCall: (deadlineMs?: number) => Promise<readonly Present[]>;
  /** Resolves when no run goes on in this process any more; true when one did. */
  readonly settled: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** A reply waits no longer than this to learn why something failed. */
const explainWithinMs = 1_000;

/** The platforms of one cluster, and the runs that go on with them in the background. */
export function openPlatforms(
  config: Config & Cluster,
  sandbox: Sandbox | undefined,
  { log, clock, random, outbox }: Tracked,
): OpenPlatforms {
  const { settings } = config;
  const places = findPlaces(config, sandbox, clock);
  const adoptions = findAdoptions(config, places);
  const clients = createClients({ places, settings, sandbox, outbox, clock, random });
  const { kubernetes, nomad, consul } = clients;
  const deploy = new URL('../deploy/', import.meta.url);
  const { HASHINETES_VAULT: vault, HASHINETES_DATABASE: engine } = settings;
  const components = findComponents(
    { consul: places.consul.kind, vault: places.vault.kind, nomad: places.nomad.kind },
    { vault, database: engine },
  );
  const namespace = settings.HASHINETES_NAMESPACE;
  const holder = `${hostname()}-${randomUUID().slice(0, 8)}`;
  const worlds = createWorlds({
    clients,
    issueToken: sandbox?.issueToken,
    vaultOrigin: places.vault.origin,
    vaultServerAt: places.vault.serverAt ?? (() => places.vault.origin),
    logIn: clients.logIn,
    home: namespace,
    adoptions,
    nomadUrl: settings.NOMAD_ADDR_FOR_OTHERS ?? nomadUrl,
    clock,
    randomBytes,
  });
  const isForgetful = places.kubernetes.kind === 'unconfigured';
  const keptIn = isForgetful ? 'this process' : undefined;
  const own = createMemoryLedger();
  const ledgerOf = (client: Kubernetes): Ledger =>
    isForgetful ? own : createLedger(client, namespace);
  const pool = findPool(settings, sandbox);
  pool?.warmUp?.();
  const ledger = ledgerOf(kubernetes);
  const leases = isForgetful ? ownLeases : createLeases({ kubernetes, namespace, holder, clock });
  const runner = createRunner({
    ledger,
    leases,
    world: worlds.open,
    chart: createChart({ components, deploy, pool }),
    clock,
    log,
  });
  const orders = createOrders({ components, deploy, ledger, runner, clock });
  const about = { kubernetes, components, orders, leases, home: namespace, clock, log };
  const unsealing = createUnsealing({ world: (signal) => worlds.open(0, signal), leases, log });
  const chores = { adopting: runner.adopt, renewing: createRenewing(about), unsealing };
  const stops = isForgetful ? [] : startChores(config, places, chores, log);
  const jobs = createJobCatalogue({ nomad, folder: config.jobs, clock, random });
  const nodeNames = createLiveNames({
    clock,
    read: async () => (await nomad.nodes()).map(({ Name }) => Name),
  });

  const services = createLiveNames({ clock, read: () => serviceNames(consul) });
  const datacenters = createLiveNames({
    clock,
    read: async () => (await consul.places()).map(({ name }) => name),
  });
  const database = findDatabase({ settings, sandbox, clients });
  const openDatabase = database && createOpenDatabase(database);
  const live: Readonly<Record<string, () => readonly string[]>> = {
    job: jobs.names,
    node: nodeNames,
    service: services,
    datacenter: datacenters,
    role: createLiveNames({ clock, read: () => clients.vault.roles() }),
  };

  function during(signal: AbortSignal): Platforms {
    const { during: _during, ...bound } = clients.during(signal);
    const ours = isForgetful ? noted(own, () => outbox.note([signal])) : ledgerOf(bound.kubernetes);
    const place = config.isSandbox ? 'the sandbox' : 'the cluster';
    return {
      ...bound,
      workers: createWorkers({
        kubernetes: bound.kubernetes,
        vault: bound.vault,
        openDatabase,
        place: () =>
          findWorkerPlace({
            kubernetes: bound.kubernetes,
            home: namespace,
            deploy,
            vault: adoptions.vault,
          }),
        clock,
        random,
      }),
      jobs: jobs.during(bound.nomad),
      machines: createMachines({
        pool,
        nomad: bound.nomad,
        ledger: ours,
        keptIn,
        runner,
        clock,
        signal,
      }),
      stack: createStack({
        ...bound,
        components,
        deploy,
        runner,
        ledger: ours,
        adoptions,
        home: namespace,
        place,
        clock,
        handshake: (part) => shakeWith(places, part, signal),
      }),
    };
  }

  return {
    during,
    names: (list) => live[list]?.() ?? [],
    changed: jobs.changed,
    explain: createExplain({
      components,
      stack: () => during(AbortSignal.timeout(explainWithinMs)).stack,
    }),
    rollCall: (deadlineMs) => callRoll(places, clients, config.name, deadlineMs),
    settled: runner.settled,
    async close() {
      for (const stop of stops) stop();
      jobs.close();
      await runner.stop();
      await worlds.close();
      await clients.close();
    },
  };
}
