import { Failure } from '../failure.ts';
import type { Component, Sights } from './component.ts';
import { type Components, withNeeds } from './components/components.ts';
import type { Ledger } from './ledger.ts';
import { planDeployment } from './plan.ts';
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
  | { readonly kind: 'underway'; readonly run: Run }
  /** `along` are the titles of what is deployed with it, because it needs them. */
  | { readonly kind: 'started'; readonly run: Run; readonly along: readonly string[] }
  | { readonly kind: 'already' | 'adopted'; readonly status: Status };

type Survey = {
  readonly measured: readonly Status[];
  readonly underway: Run | undefined;
  /** Everything is up, and the last run came to its end. */
  readonly isComplete: boolean;
};

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

export type StackOptions = Sights & {
  readonly components: Components;
  /** The folder `deploy/`. */
  readonly deploy: URL;
  readonly runner: Runner;
  readonly ledger: Ledger;
  readonly place: string;
  readonly clock: () => number;
};

export function createStack(options: StackOptions): Stack {
  const { kubernetes, nomad, consul, vault, components } = options;
  const { deploy, runner, ledger, place, clock } = options;
  const sights = { kubernetes, nomad, consul, vault };

  async function measure(component: Component): Promise<Status> {
    const servers = await component.measure(sights);
    const leader = servers && (await component.leader(sights));
    const isUp = servers?.isRolledOut === true && leader !== undefined;
    return { component: component.name, servers, leader, isUp };
  }

  async function status(name: string): Promise<Status> {
    const component = [...components.values()].find((one) => one.name === name);
    if (!component) throw new Failure('absent', { platform: 'Hashinetes', what: name });
    return measure(component);
  }

  async function running(): Promise<readonly Run[]> {
    const entries = await ledger.list();
    return entries.map(({ run }) => run);
  }

  /** A run that is deploying all of these already. */
  function covering(runs: readonly Run[], parts: readonly Component[]): Run | undefined {
    return runs.find(({ deed, state, component }) => {
      if (deed !== 'deploy') return false;
      const covered = withNeeds(components, component);
      return state === 'running' && parts.every((part) => covered.includes(part));
    });
  }

  async function survey(name: string, ours: readonly Component[]): Promise<Survey> {
    const [measured, runs] = await Promise.all([Promise.all(ours.map(measure)), running()]);
    const hasFailed = runs.find(({ component }) => component === name)?.state === 'failed';
    const isComplete = !hasFailed && measured.every(({ isUp }) => isUp);
    return { measured, underway: covering(runs, ours), isComplete };
  }

  async function begin(
    name: string,
    servers: number,
    parts: readonly Component[],
  ): Promise<{ readonly run: Run; readonly isNew: boolean }> {
    const steps = await planDeployment(parts, deploy);
    const { entry, isNew } = await ledger.begin({
      id: `deploy-${name}`,
      deed: 'deploy',
      component: name,
      servers,
      state: 'running',
      startedAt: new Date(clock()).toISOString(),
      steps: steps.map((step) => ({ name: step.name, state: 'waiting' })),
    });
    runner.start(entry);
    return { run: entry.run, isNew };
  }

  return {
    known: [...components.keys(), 'everything'],
    place,
    status,
    statuses: () => Promise.all(Array.from(components.values(), measure)),
    async deploy(name, servers) {
      const parts = withNeeds(components, name);
      const asked = parts.find((one) => one.name === name);
      if (asked && !asked.recipe) return { kind: 'adopted', status: await measure(asked) };
      const ours = parts.filter(({ recipe }) => recipe !== undefined);
      const { measured, underway, isComplete } = await survey(name, ours);
      if (underway) return { kind: 'underway', run: underway };
      const now = measured.find(({ component }) => component === name);
      if (isComplete) return { kind: 'already', status: now ?? sum(name, measured) };
      const { run, isNew } = await begin(name, sizeOf(now, asked) ?? servers, parts);
      if (!isNew) return { kind: 'underway', run };
      return { kind: 'started', run, along: asked ? titlesOf(ours, measured, asked) : [] };
    },
    async progress() {
      const runs = await running();
      const run = runs.find(({ state }) => state === 'running') ?? runs[0];
      return run && { run, ago: toAgo(clock() - Date.parse(run.endedAt ?? run.startedAt)) };
    },
  };
}

/** What is there keeps its size, and some have a size of their own. */
function sizeOf(now: Status | undefined, asked: Component | undefined): number | undefined {
  return now?.servers?.wanted ?? asked?.recipe?.size;
}

/** What comes along with the one that was asked for, and is not up yet. */
function titlesOf(
  components: readonly Component[],
  measured: readonly Status[],
  asked: Component,
): readonly string[] {
  const isUp = new Set(measured.filter((one) => one.isUp).map(({ component }) => component));
  const along = components.filter((one) => one !== asked && !isUp.has(one.name));
  return along.map(({ title }) => title);
}

/** All of them as one, which nobody leads. */
function sum(component: string, all: readonly Status[]): Status {
  const count = (of: (servers: Servers) => number): number =>
    all.reduce((total, { servers }) => total + (servers ? of(servers) : 0), 0);
  const isUp = all.every((one) => one.isUp);
  const wanted = count((servers) => servers.wanted);
  const ready = count((servers) => servers.ready);
  const servers = { wanted, ready, isRolledOut: isUp, trouble: undefined };
  return { component, servers, leader: undefined, isUp };
}

function toAgo(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
  const hours = Math.round(minutes / 60);
  return hours === 1 ? 'an hour ago' : `${hours} hours ago`;
}
