import { agree } from './agree.ts';
import type { Pool } from '../platforms/pool/pool.ts';
import type { Components } from './components/components.ts';
import type { Chart, Course } from './course.ts';
import { StepFailed } from './drive.ts';
import { drainSteps } from './machines/drain-steps.ts';
import { readMachines, resizeSteps, isUsable } from './machines/resize-steps.ts';
import { planRun } from './plan-run.ts';
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
      case 'scale':
      case 'destroy':
      case 'renew':
        return planRun(components, { ...run, deed: run.deed }, deploy);
      case 'resize':
        return toResize(run, signal);
      case 'drain':
        return toDrain(run);
    }
  };

  function toResize({ servers: count }: Run, signal: AbortSignal): Course {
    if (!pool) throw new StepFailed('no machine pool is configured here');
    return {
      steps: resizeSteps(pool, count, signal),
      namespaces: [],
      async measure({ nomad }) {
        const usable = (await readMachines(nomad, pool)).filter(isUsable).length;
        return `${usable} of ${count} ${agree(count, 'machine is', 'machines are')} ready and eligible`;
      },
    };
  }
}

function toDrain({ component: name, subject = '' }: Run): Course {
  return {
    steps: drainSteps({ id: subject, name }),
    namespaces: [],
    measure: async ({ nomad }) => {
      const left = await nomad.countOn(subject);
      return `${left || 'no'} ${agree(left, 'task is', 'tasks are')} left on ${name}`;
    },
  };
}
