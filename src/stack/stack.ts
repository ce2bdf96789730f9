import { Failure } from '../failure.ts';
import type { Adoptions } from './adopted.ts';
import type { Measures } from './clause.ts';
import type { Component } from './component.ts';
import type { Components } from './components/components.ts';
import { createDeploying, type Deployment } from './deploying.ts';
import { createDestroying, type Destroying } from './destroying.ts';
import { readIdentity } from './identity/read-identity.ts';
import { isDeploying } from './is-deploying.ts';
import type { Ledger } from './ledger.ts';
import { createOrders } from './orders.ts';
import { createResizing, type Resizing } from './resizing.ts';
import type { Run } from './run.ts';
import type { Runner } from './runner.ts';
import { type FullStatus, measureFull, measureStatus, type Status } from './status.ts';

/** Deploying, changing and measuring the components that Hashinetes runs on Kubernetes. */
export type Stack = {
  /** The components it can deploy. */
  readonly known: readonly string[];
  /** Where all this is, as it is spoken: "the sandbox", "the cluster". */
  readonly place: string;
  /** Records a run and sets it going; what is complete or under way already is left alone. */
  readonly deploy: (component: string, servers?: number) => Promise<Deployment>;
  /** Takes what is deployed to another number of servers. */
  readonly scale: (component: string, servers: number) => Promise<Resizing>;
  /** What would be destroyed, and destroying it; with its data if asked. */
  readonly foreseeDestruction: Destroying['foresee'];
  readonly destroy: Destroying['destroy'];
  readonly status: (component: string) => Promise<Status>;
  /** The same, with each thing there is to tell of it measured. */
  readonly examine: (component: string) => Promise<FullStatus>;
  /** Every component it knows, measured side by side. */
  readonly statuses: () => Promise<readonly Status[]>;
  /** How far the deployment is that brings this component, where one is under way. */
  readonly coming: (component: string) => Promise<Advance | undefined>;
  /** The run that is under way, or else the latest one, and how long ago it ended (or began). */
  readonly progress: () => Promise<{ readonly run: Run; readonly ago: string } | undefined>;
};

/** So many steps are done, of so many. */
export type Advance = { readonly done: number; readonly steps: number };

export type StackOptions = Measures & {
  readonly components: Components;
  /** The folder `deploy/`. */
  readonly deploy: URL;
  readonly runner: Runner;
  readonly ledger: Ledger;
  /** What was given by address. */
  readonly adoptions: Adoptions;
  /** The namespace of Hashinetes itself. */
  readonly home: string;
  readonly place: string;
  readonly clock: () => number;
};

export function createStack(options: StackOptions): Stack {
  const { kubernetes, nomad, consul, vault, components, home, place, clock } = options;
  const sights = { kubernetes, nomad, consul, vault };
  const measures = { ...sights, handshake: options.handshake };
  const orders = createOrders(options);
  const about = { components, orders, sights };
  const identity = readIdentity({ kubernetes, home });
  const { foresee, destroy } = createDestroying({ ...about, identity });

  function find(name: string): Component {
    const component = [...components.values()].find((one) => one.name === name);
    if (component) return component;
    throw new Failure('absent', { platform: 'Hashinetes', what: name });
  }

  return {
    known: [...components.keys(), 'everything'],
    place,
    deploy: createDeploying({ ...about, adoptions: options.adoptions }),
    scale: createResizing(about),
    foreseeDestruction: foresee,
    destroy,
    status: async (name) => measureStatus(find(name), sights),
    examine: async (name) => measureFull(find(name), measures),
    statuses: () =>
      Promise.all(Array.from(components.values(), (one) => measureStatus(one, sights))),
    async coming(name) {
      const run = (await orders.runs()).find((one) => isDeploying(components, one, name));
      return run && advanceOf(run);
    },
    async progress() {
      const runs = await orders.runs();
      const run = runs.find(({ state }) => state === 'running') ?? runs[0];
      return run && { run, ago: toAgo(clock() - Date.parse(run.endedAt ?? run.startedAt)) };
    },
  };
}

function advanceOf({ steps }: Run): Advance {
  return { done: steps.filter(({ state }) => state === 'done').length, steps: steps.length };
}

function toAgo(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
  const hours = Math.round(minutes / 60);
  return hours === 1 ? 'an hour ago' : `${hours} hours ago`;
}
