import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { createClients, type OwnClients } from '../../src/clients.ts';
import { findAdoptions } from '../../src/adoptions.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import { findPlaces, type Place, type Places } from '../../src/places.ts';
import type { Kubernetes } from '../../src/platforms/kubernetes/kubernetes.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { createSandboxPool } from '../../src/platforms/pool/sandbox-pool.ts';
import { createChart } from '../../src/stack/chart.ts';
import { createWorlds } from '../../src/stack/create-world.ts';
import { createLedger, type Ledger } from '../../src/stack/ledger.ts';
import { createLeases } from '../../src/stack/lease.ts';
import { createMachines, type Machines } from '../../src/stack/machines/machines.ts';
import { findComponents, type Products } from '../../src/stack/components/components.ts';
import { nomadUrl } from '../../src/stack/components/nomad-keys.ts';
import { createOrders } from '../../src/stack/orders.ts';
import { createRenewing } from '../../src/stack/renewing.ts';
import type { Run } from '../../src/stack/run.ts';
import { createRunner, type Runner } from '../../src/stack/runner.ts';
import type { StackWorld } from '../../src/stack/stack-world.ts';
import { createUnsealing } from '../../src/stack/unsealing.ts';
import { createStack, type Stack } from '../../src/stack/stack.ts';
import { eventually } from '../house.ts';

const house = new URL('../../deploy/', import.meta.url);
const home = 'hashinetes';

export type Replica = {
  readonly stack: Stack;
  readonly runner: Runner;
  readonly machines: Machines;
  readonly ledger: Ledger;
  readonly clients: OwnClients;
  readonly kubernetes: OwnClients['kubernetes'];
  readonly renew: () => Promise<void>;
  readonly unseal: () => Promise<void>;
  readonly logged: { readonly event: string; readonly detail: unknown }[];
  readonly events: () => readonly string[];
  /** What the steps of a run may touch. */
  readonly world: StackWorld;
  readonly stop: () => Promise<void>;
};

export type ReplicaOptions = Products & {
  readonly deploy?: URL;
  /** Settings with the addresses of what is adopted; everything else is the sandbox's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A Nomad that plays the pods of the sandbox's. */
  readonly nomad?: Place;
  /** The cluster as runs see it. */
  readonly seen?: (kubernetes: Kubernetes) => Kubernetes;
};

function toSeen(clients: OwnClients, seen: (kubernetes: Kubernetes) => Kubernetes) {
  const during = (signal: AbortSignal) => {
    const bound = clients.during(signal);
    return { ...bound, kubernetes: seen(bound.kubernetes) };
  };
  return { ...clients, during };
}

function toPlaces(config: Config, sandbox: Sandbox, clock: () => number): Places {
  const [cluster] = config.clusters;
  const own = findPlaces(config, sandbox, clock);
  if (!cluster) return own;
  const given = findPlaces(cluster, undefined, clock);
  const isGiven = (name: 'consul' | 'vault' | 'nomad'): boolean => given[name].kind === 'adopted';
  return {
    ...own,
    ...(isGiven('consul') && { consul: given.consul }),
    ...(isGiven('vault') && { vault: given.vault }),
    ...(isGiven('nomad') && { nomad: given.nomad }),
  };
}

/** One Hashinetes of several, by the name under which it holds leases. */
export function createReplica(
  sandbox: Sandbox,
  holder: string,
  clock: () => number,
  { deploy = house, environment = {}, nomad: played, seen, ...products }: ReplicaOptions = {},
): Replica {
  const config = parseConfig({ SANDBOX: '1', ...environment });
  const places = { ...toPlaces(config, sandbox, clock), ...(played && { nomad: played }) };
  const { settings } = config;
  const adoptions = findAdoptions(config, places);
  const clients = createClients({ places, settings, sandbox, clock, random: Math.random });
  const { kubernetes } = clients;
  const ledger = createLedger(kubernetes, home);
  const pool = createSandboxPool(sandbox.controls.nomad.pool);
  const { consul, vault, nomad } = places;
  const kinds = { consul: consul.kind, vault: vault.kind, nomad: nomad.kind };
  const components = findComponents(kinds, products);
  const worlds = createWorlds({
    clients: seen ? toSeen(clients, seen) : clients,
    issueToken: sandbox.issueToken,
    vaultOrigin: places.vault.origin,
    vaultServerAt: places.vault.serverAt ?? (() => places.vault.origin),
    logIn: clients.logIn,
    home,
    adoptions,
    nomadUrl: settings.NOMAD_ADDR_FOR_OTHERS ?? nomadUrl,
    clock,
    randomBytes,
  });
  const logged: { event: string; detail: unknown }[] = [];
  const leases = createLeases({ kubernetes, namespace: home, holder, clock });
  const runner = createRunner({
    ledger,
    leases,
    world: worlds.open,
    chart: createChart({ components, deploy, pool }),
    clock,
    log: (event, detail) => void logged.push({ event, detail }),
    heartbeatMs: 50,
  });
  const orders = createOrders({ components, deploy, ledger, runner, clock });
  const log = (event: string, detail: unknown): void => void logged.push({ event, detail });
  return {
    stack: createStack({
      ...clients,
      components,
      deploy,
      runner,
      ledger,
      adoptions,
      home,
      place: 'the sandbox',
      clock,
      handshake: async () => undefined,
    }),
    runner,
    machines: createMachines({
      pool,
      nomad: clients.nomad,
      ledger,
      keptIn: undefined,
      runner,
      clock,
      signal: new AbortController().signal,
    }),
    renew: createRenewing({ kubernetes, components, orders, leases, home, clock, log }),
    unseal: createUnsealing({ world: (signal) => worlds.open(0, signal), leases, log }),
    ledger,
    clients,
    kubernetes,
    logged,
    world: worlds.open(3, AbortSignal.timeout(60_000)),
    events: () => logged.map(({ event }) => event),
    async stop() {
      await runner.stop();
      await worlds.close();
      await clients.close();
    },
  };
}

export async function untilDone({ stack }: Replica): Promise<void> {
  await eventually(async () => {
    const run = (await stack.progress())?.run;
    const unfinished = run?.steps.filter(({ state }) => state !== 'done' && state !== 'waiting');
    expect(run?.state, `${run?.result} ${JSON.stringify(unfinished)}`).toBe('done');
  });
}

/** Waits until a run of that id is done. */
export async function untilRun({ ledger }: Replica, id: string): Promise<Run> {
  return eventually(async () => {
    const run = (await ledger.list()).find(({ run: one }) => one.id === id)?.run;
    const unfinished = run?.steps.filter(({ state }) => state !== 'done' && state !== 'waiting');
    expect(run?.state, `${run?.result} ${JSON.stringify(unfinished)}`).toBe('done');
    if (!run) throw new Error(`There is no run ${id}`);
    return run;
  }, 45_000);
}

export async function untilFailed({ stack }: Replica): Promise<string> {
  return eventually(async () => {
    const run = (await stack.progress())?.run;
    expect(run?.state, JSON.stringify(run?.steps)).toBe('failed');
    return run?.result ?? '';
  });
}
