import type { Job } from '../jobspec/canonicalize.ts';
import { type Allocation, groupOf } from '../state/allocation.ts';
import type { Deployment } from '../state/deployment.ts';
import type { Written } from '../state/state.ts';
import type { World } from '../world.ts';
import type { Scheduler } from './scheduler.ts';

/** Allocations of a deployment are healthy once they have run for the least time; with the last it succeeds. */
export function followDeployments(world: World, scheduler: Scheduler): void {
  const { state, pace, signal } = world;

  async function watch(running: readonly Allocation[], first: Allocation): Promise<void> {
    await pace.wait((groupOf(first)?.Update?.MinHealthyTime ?? 0) / 1e6, signal);
    const deployment = state.deployments.get(first.DeploymentID);
    if (signal.aborted || deployment?.Status !== 'running') return;
    const healthy = running
      .map(({ ID }) => state.allocations.get(ID))
      .filter((one) => one !== undefined)
      .filter((one) => isRunning(one) && one.DeploymentID === deployment.ID)
      .map(toHealthy);
    const next = heal(deployment, first.TaskGroup, healthy.length);
    state.write({ kind: 'DeploymentAllocHealth', allocations: healthy, deployments: [next] });
    const job = state.jobs.get(deployment.JobID);
    if (next.Status === 'running' && job) scheduler.evaluate(job, 'deployment-watcher');
  }

  function cancelOlder({ ID, Version, Stop }: Job): void {
    const why = Stop ? 'because job is stopped' : 'due to newer version of job';
    const cancel = (one: Deployment): Deployment => ({
      ...one,
      Status: 'cancelled',
      StatusDescription: `Cancelled ${why}`,
    });
    const older = Array.from(state.deployments.values())
      .filter(({ JobID, Status }) => JobID === ID && Status === 'running')
      .filter(({ JobVersion }) => Stop || JobVersion < Version);
    if (older.length > 0)
      state.write({ kind: 'DeploymentStatusUpdate', deployments: older.map(cancel) });
  }

  function onWrite({ kind, allocations, jobs }: Written): void {
    for (const job of jobs) cancelOlder(job);
    if (kind !== 'AllocationUpdated' && kind !== 'PlanResult') return;
    const running = allocations.filter(
      (one) => one.DeploymentID !== '' && isRunning(one) && !one.DeploymentStatus,
    );
    for (const name of new Set(running.map(({ TaskGroup }) => TaskGroup))) {
      const group = running.filter(({ TaskGroup }) => TaskGroup === name);
      if (group[0]) void watch(group, group[0]);
    }
  }

  state.onWrite(onWrite);
}

function isRunning({ ClientStatus, DesiredStatus }: Allocation): boolean {
  return ClientStatus === 'running' && DesiredStatus === 'run';
}

function toHealthy(allocation: Allocation): Allocation {
  return { ...allocation, DeploymentStatus: { Healthy: true, Canary: false } };
}

function heal(deployment: Deployment, group: string, count: number): Deployment {
  const known = deployment.TaskGroups[group];
  if (!known) return deployment;
  const TaskGroups = {
    ...deployment.TaskGroups,
    [group]: { ...known, HealthyAllocs: known.HealthyAllocs + count },
  };
  const done = Object.values(TaskGroups).every(
    ({ HealthyAllocs, DesiredTotal }) => HealthyAllocs >= DesiredTotal,
  );
  if (!done) return { ...deployment, TaskGroups };
  const StatusDescription = 'Deployment completed successfully';
  return { ...deployment, TaskGroups, Status: 'successful', StatusDescription };
}
