import type { Allocation } from '../state/allocation.ts';
import type { Deployment } from '../state/deployment.ts';
import type { Written } from '../state/state.ts';
import type { World } from '../world.ts';
import type { Scheduler } from './scheduler.ts';

/** Allocations of a deployment are healthy once they have run for the least time; with the last it succeeds. */
export function followDeployments(world: World, scheduler: Scheduler): void {
  const { state, pace, signal } = world;

  async function watch(started: readonly Allocation[]): Promise<void> {
    const [first] = started;
    const group = first?.Job.TaskGroups.find(({ Name }) => Name === first.TaskGroup);
    await pace.wait((group?.Update?.MinHealthyTime ?? 0) / 1e6, signal);
    const deployment = first && state.deployments.get(first.DeploymentID);
    if (signal.aborted || deployment?.Status !== 'running' || !group) return;
    const healthy = started
      .map(({ ID }) => state.allocations.get(ID))
      .filter((one) => one?.ClientStatus === 'running' && one.DesiredStatus === 'run')
      .flatMap((one) =>
        one ? [{ ...one, DeploymentStatus: { Healthy: true, Canary: false } as const }] : [],
      );
    const next = heal(deployment, group.Name, healthy.length);
    state.write({ kind: 'DeploymentAllocHealth', allocations: healthy, deployments: [next] });
    const job = state.jobs.get(deployment.JobID);
    if (next.Status === 'running' && job) scheduler.evaluate(job, 'deployment-watcher');
  }

  function onWrite({ kind, allocations, jobs }: Written): void {
    for (const job of jobs) cancelOlder(job.ID, job.Version, job.Stop);
    if (kind !== 'AllocationUpdated') return;
    const started = allocations.filter(
      (one) => one.DeploymentID !== '' && one.ClientStatus === 'running' && !one.DeploymentStatus,
    );
    if (started.length > 0) void watch(started);
  }

  function cancelOlder(id: string, version: number, stopped: boolean): void {
    const deployments = Array.from(state.deployments.values())
      .filter(({ JobID, Status }) => JobID === id && Status === 'running')
      .filter(({ JobVersion }) => stopped || JobVersion < version)
      .map((one) => ({
        ...one,
        Status: 'cancelled' as const,
        StatusDescription: stopped
          ? 'Cancelled because job is stopped'
          : 'Cancelled due to newer version of job',
      }));
    if (deployments.length > 0) state.write({ kind: 'DeploymentStatusUpdate', deployments });
  }

  state.onWrite(onWrite);
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
