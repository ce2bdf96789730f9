import { Failure } from '../failure.ts';
import type { Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
import type { Nomad } from '../platforms/nomad/nomad.ts';
import type { Component } from './component.ts';
import { createLedger } from './ledger.ts';
import type { Run } from './run.ts';
import type { Runner } from './runner.ts';
import type { Servers } from './servers.ts';

/** A component as measured now. No `servers` where it is not deployed, no `leader` while nobody leads. */
export type Status = {
  readonly component: string;
  readonly servers: Servers | undefined;
  readonly leader: string | undefined;
  /** Every server is ready and one of them leads. */
  readonly isUp: boolean;
};

export type Deployment =
  | { readonly kind: 'started' | 'underway'; readonly run: Run }
  | { readonly kind: 'already' | 'adopted'; readonly status: Status };

/** Deploying and measuring the components that Hashinetes runs on Kubernetes. */
export type Stack = {
  /** The components it can deploy. */
  readonly known: readonly string[];
  /** Where all this is, as it is spoken: "the sandbox", "the cluster". */
  readonly place: string;
  /** Records a run and sets it going; what is complete or under way already is left alone. */
  readonly deploy: (component: string, servers: number) => Promise<Deployment>;
  readonly status: (component: string) => Promise<Status>;
  /** Every component it knows, measured side by side. */
  readonly statuses: () => Promise<readonly Status[]>;
  /** The run that is under way, or else the latest one, and how long ago it ended (or began). */
  readonly progress: () => Promise<{ readonly run: Run; readonly ago: string } | undefined>;
};

export type StackOptions = {
  readonly kubernetes: Kubernetes;
  readonly nomad: Nomad;
  readonly components: ReadonlyMap<string, Component>;
  readonly runner: Runner;
  readonly namespace: string;
  readonly place: string;
  readonly clock: () => number;
};

export function createStack(options: StackOptions): Stack {
  const { kubernetes, nomad, components, runner, namespace, place, clock } = options;
  const ledger = createLedger(kubernetes, namespace);

  function componentOf(name: string): Component {
    const component = components.get(name);
    if (!component) throw new Failure('absent', { platform: 'Hashinetes', what: name });
    return component;
  }

  async function status(name: string): Promise<Status> {
    const component = componentOf(name);
    const world = { kubernetes, nomad };
    const servers = await component.measure(world);
    const leader = servers && (await component.leader(world));
    const isUp = servers?.isRolledOut === true && leader !== undefined;
    return { component: name, servers, leader, isUp };
  }

  async function running(): Promise<readonly Run[]> {
    const entries = await ledger.list();
    return entries.map(({ run }) => run);
  }

  return {
    known: [...components.keys()],
    place,
    status,
    statuses: () => Promise.all(Array.from(components.keys(), status)),
    async deploy(name, servers) {
      const component = componentOf(name);
      if (!component.steps) return { kind: 'adopted', status: await status(name) };
      const [now, runs] = await Promise.all([status(name), running()]);
      const underway = runs.find((run) => run.component === name && run.state === 'running');
      if (underway) return { kind: 'underway', run: underway };
      if (now.isUp) return { kind: 'already', status: now };
      const steps = await component.steps(servers);
      const { entry, isNew } = await ledger.begin({
        id: `deploy-${name}`,
        deed: 'deploy',
        component: name,
        servers: now.servers?.wanted ?? servers,
        state: 'running',
        startedAt: new Date(clock()).toISOString(),
        steps: steps.map((step) => ({ name: step.name, state: 'waiting' })),
      });
      runner.start(entry);
      return { kind: isNew ? 'started' : 'underway', run: entry.run };
    },
    async progress() {
      const runs = await running();
      const run = runs.find(({ state }) => state === 'running') ?? runs[0];
      return run && { run, ago: toAgo(clock() - Date.parse(run.endedAt ?? run.startedAt)) };
    },
  };
}

function toAgo(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
  const hours = Math.round(minutes / 60);
  return hours === 1 ? 'an hour ago' : `${hours} hours ago`;
}
