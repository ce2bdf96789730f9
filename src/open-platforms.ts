import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Config } from './config.ts';
import type { Platforms } from './intent.ts';
import type { Log } from './log.ts';
import { findPlaces, type Places } from './places.ts';
import { createKubernetes } from './platforms/kubernetes/client.ts';
import type { Kubernetes } from './platforms/kubernetes/kubernetes.ts';
import { createLiveNames } from './platforms/live-names.ts';
import { createNomad } from './platforms/nomad/client.ts';
import { createJobs, jobNames } from './platforms/nomad/job-catalogue.ts';
import type { Nomad } from './platforms/nomad/nomad.ts';
import { callRoll, type Present } from './roll-call.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { adoptedNomad, createNomadComponent } from './stack/components/nomad.ts';
import { createLeases } from './stack/lease.ts';
import { createLedger } from './stack/ledger.ts';
import { createRunner, type Runner } from './stack/runner.ts';
import { createStack } from './stack/stack.ts';

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
  readonly close: () => Promise<void>;
};

const adoptEveryMs = 10_000;

/** The platforms of a configuration, and the runs that go on with them in the background. */
export function openPlatforms(
  config: Config,
  sandbox: Sandbox | undefined,
  { log, clock }: Surroundings,
): OpenPlatforms {
  const { settings } = config;
  const places = findPlaces(config, sandbox, clock);
  const kubernetes = createKubernetes({ origin: places.kubernetes.origin });
  const nomad = createNomad({
    origin: places.nomad.origin,
    token: () => settings.NOMAD_TOKEN,
    ...(settings.NOMAD_NAMESPACE !== undefined && { namespace: settings.NOMAD_NAMESPACE }),
    ...(settings.NOMAD_REGION !== undefined && { region: settings.NOMAD_REGION }),
  });
  const component =
    places.nomad.kind === 'adopted'
      ? adoptedNomad
      : createNomadComponent(new URL('../deploy/nomad/', import.meta.url));
  const components = new Map([[component.name, component]]);
  const namespace = settings.HASHINETES_NAMESPACE;
  const holder = `${hostname()}-${randomUUID().slice(0, 8)}`;
  const runner = createRunner({
    ledger: createLedger(kubernetes, namespace),
    leases: createLeases({ kubernetes, namespace, holder, clock }),
    kubernetes,
    nomad,
    components,
    clock,
    log,
  });
  const stopAdopting =
    places.kubernetes.kind === 'unconfigured' ? () => undefined : keepAdopting(runner, log);
  const jobNamesNow = createLiveNames({ clock, read: () => allJobNames(config.jobs, nomad) });
  jobNamesNow();

  return {
    during(signal) {
      const clients = { kubernetes: kubernetes.during(signal), nomad: nomad.during(signal) };
      const place = config.isSandbox ? 'the sandbox' : 'the cluster';
      return {
        ...clients,
        jobs: createJobs({ nomad: clients.nomad, folder: config.jobs }),
        stack: createStack({ ...clients, components, runner, namespace, place, clock }),
      };
    },
    names: (list) => (list === 'job' ? jobNamesNow() : []),
    rollCall: () => callRoll(questions(places, kubernetes, nomad)),
    async close() {
      stopAdopting();
      await runner.stop();
      await Promise.all([kubernetes.close(), nomad.close()]);
    },
  };
}

/** Takes over runs that nobody drives, now and from time to time. */
function keepAdopting(runner: Runner, log: Log): () => void {
  const adopt = (): void => {
    runner.adopt().catch((error: unknown) => log('run.adopting', { error }));
  };
  adopt();
  const timer = setInterval(adopt, adoptEveryMs);
  return () => clearInterval(timer);
}

async function allJobNames(folder: URL, nomad: Nomad): Promise<readonly string[]> {
  const registered = nomad.jobs().then(
    (jobs) => jobs.map(({ Name }) => Name),
    () => [], // not there yet: the files are what can be run
  );
  const names = await Promise.all([jobNames(folder), registered]);
  return [...new Set(names.flat())].toSorted();
}

function questions(
  { kubernetes, nomad }: Places,
  cluster: Kubernetes,
  scheduler: Nomad,
): Parameters<typeof callRoll>[0] {
  const isSandbox = kubernetes.kind === 'sandbox';
  return [
    {
      name: 'kubernetes',
      place: kubernetes,
      ask: (signal) => cluster.during(signal).version(),
      ...(isSandbox && {
        try: [
          `kubectl --server=${kubernetes.address} get statefulsets,pods,pvc -A`,
          `curl ${kubernetes.address}/apis/apps/v1/namespaces/nomad/statefulsets/nomad`,
        ],
      }),
    },
    {
      name: 'nomad',
      place: nomad,
      ask: async (signal) => `leader ${(await scheduler.during(signal).leader()) ?? 'none'}`,
      ...(isSandbox && {
        try: [`curl ${nomad.address}/v1/job/ping/summary`, `curl ${nomad.address}/v1/nodes`],
      }),
    },
  ];
}
