import type { Adoptions } from './adopted.ts';
import type { Measure } from './clause.ts';
import type { Part } from './identity/keyring-entry.ts';
import type { Manifest } from './manifests.ts';
import type { Scaling } from './scaling.ts';
import type { Servers } from './servers.ts';
import type { StackWorld } from './stack-world.ts';
import type { Step } from './step.ts';

/** What it takes to measure. */
export type Sights = Pick<StackWorld, 'kubernetes' | 'nomad' | 'consul' | 'vault'>;

/** Something the stack can deploy: what it needs, how it is brought up, and how it is measured. */
export type Component = {
  readonly name: Part;
  /** As it is spoken. */
  readonly title: string;
  /** What comes along with it. */
  readonly needs: readonly Part[];
  /** Nothing where it was given by address instead: what is adopted is measured, never deployed. */
  readonly recipe: Recipe | undefined;
  /** What has to be so at one that was given by address before others are started who need it. */
  readonly readiness?: (context: ReadinessContext) => Promise<readonly Step<StackWorld>[]>;
  /** Its servers, or nothing where it is not deployed. */
  readonly measure: (world: Sights) => Promise<Servers | undefined>;
  /** Its servers that somebody has closed on purpose: nothing is begun that would wait for them, or open them. */
  readonly shut?: (world: Sights) => Promise<readonly string[]>;
  /** What else there is to tell of it. */
  readonly clauses: readonly Measure[];
  /** The name of the server that leads, or nothing while none does. Left out where nobody is to lead. */
  readonly leader?: (world: Sights) => Promise<string | undefined>;
};

export type Recipe = {
  /** Of `deploy/`, where its manifests are. */
  readonly folders: readonly string[];
  readonly statefulSet: string;
  /** Its manifests as they have to be beside what was given by address. */
  readonly fit?: (
    manifests: readonly Manifest[],
    adoptions: Adoptions,
  ) => Promise<readonly Manifest[]>;
  /** Always that many, whatever is asked for. */
  readonly size?: number;
  /** How it is given another number of servers; nothing where it always has as many. */
  readonly scaling?: Scaling;
  /** What others have to be told before it goes, with its data or without. */
  readonly farewell?: (after: readonly string[], withData: boolean) => readonly Step<StackWorld>[];
  /** What others are to forget of it once it is down, where its data goes as well. */
  readonly dismissal?: (
    after: readonly string[],
    isAdopted: (part: Part) => boolean,
  ) => readonly Step<StackWorld>[];
  /** What is left once its manifests are applied. */
  readonly steps: (context: RecipeContext) => Promise<readonly Step<StackWorld>[]>;
  /** What comes after everything else of the run. */
  readonly last?: (before: readonly Step<StackWorld>[]) => readonly Step<StackWorld>[];
};

export type ReadinessContext = Pick<RecipeContext, 'deploy' | 'has'> & {
  readonly after: readonly string[];
};

export type RecipeContext = {
  /** The folder `deploy/`. */
  readonly deploy: URL;
  /** Whether this run deploys that part as well. */
  readonly has: (part: Part) => boolean;
  /** Whether that part was given by address. */
  readonly isAdopted: (part: Part) => boolean;
  /** How many servers this component is to have. */
  readonly sizeOf: (world: StackWorld) => Promise<number>;
};
