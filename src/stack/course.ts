import type { Run } from './run.ts';
import type { StackWorld } from './stack-world.ts';
import type { Step } from './step.ts';

/** How a run goes. */
export type Course = {
  readonly steps: readonly Step<StackWorld>[];
  /** The namespaces whose pods wake the steps that wait. */
  readonly namespaces: readonly string[];
  /** What is measured at the end, in words that can follow "it is done:". */
  readonly measure: (world: StackWorld) => Promise<string>;
};

/** The course of a run as this version goes it; throws `StepFailed` where it can not be gone from here. */
export type Chart = (run: Run, signal: AbortSignal) => Promise<Course>;
