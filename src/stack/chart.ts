import type { Pool } from '../platforms/pool/pool.ts';
import { type Components, withNeeds } from './components/components.ts';
import type { Chart, Course } from './course.ts';
import { StepFailed } from './drive.ts';
import { drainSteps } from './machines/drain-steps.ts';
import { readMachines, resizeSteps, isUsable } from './machines/resize-steps.ts';
import { planDeployment } from './plan.ts';
import { measureResult } from './result.ts';
import type { Run } from './run.ts';

export type ChartOptions = {
  readonly components: Components;
  /** The folder `deploy/`. */
  readonly deploy: URL;
  /** The client machines, where a pool of them is configured. */
  readonly pool?: Pool | undefined;
};

/** Knows the course of every kind of run. */
export function createChart({ components, deploy, pool }: ChartOptions): Chart {
  return async (run, signal) => {
    switch (run.deed) {
      case 'deploy':
        return toDeployment(run);
      case 'resize':
        return toResize(run, signal);
      case 'drain':
        return toDrain(run);
    }
  };

  async function toDeployment({ component }: Run): Promise<Course> {
    const parts = withNeeds(components, component);
    if (parts.length === 0) throw new StepFailed(`${component} can not be deployed from here`);
    return {
      steps: await planDeployment(parts, deploy),
      namespaces: parts.filter(({ recipe }) => recipe).map(({ name }) => name),
      measure: (world) => measureResult(parts, component, world),
    };
  }

  function toResize({ servers: count }: Run, signal: AbortSignal): Course {
    if (!pool) throw new StepFailed('no machine pool is configured here');
    return {
      steps: resizeSteps(pool, count, signal),
      namespaces: [],
      async measure({ nomad }) {
        const usable = (await readMachines(nomad, pool)).filter(isUsable).length;
        return `${usable} of ${count} machines are ready and eligible`;
      },
    };
  }
}

function toDrain({ component: name, subject = '' }: Run): Course {
  return {
    steps: drainSteps({ id: subject, name }),
    namespaces: [],
    measure: async ({ nomad }) => `${await nomad.countOn(subject)} tasks are left on ${name}`,
  };
}
