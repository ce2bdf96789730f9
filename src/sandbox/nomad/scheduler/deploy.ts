import type { Job } from '../jobspec/canonicalize.ts';
import type { Deployment } from '../state/deployment.ts';
import type { World } from '../world.ts';
import type { Drawn } from './draw.ts';

/** A service whose update strategy limits it is rolled out as a deployment; `max_parallel = 0` has none. */
export function toDeployment(
  { state, uuid }: World,
  job: Job,
  drawn: readonly Drawn[],
): Deployment | undefined {
  const rolled = drawn.filter(({ group }) => (group.Update?.MaxParallel ?? 0) > 0);
  if (job.Type !== 'service' || job.Stop || rolled.length === 0) return undefined;
  const known = deploymentOf(state, job);
  const changes = rolled.some(
    ({ slots, keep, stop }) => slots.length + keep.length + stop.length > 0,
  );
  if (known?.JobVersion === job.Version)
    return known.Status === 'running' ? progress(known, rolled) : undefined;
  if (!changes) return undefined;
  const blank = {
    ID: uuid(),
    Namespace: job.Namespace,
    JobID: job.ID,
    JobVersion: job.Version,
    JobModifyIndex: job.JobModifyIndex,
    JobCreateIndex: job.CreateIndex,
    IsMultiregion: false,
    Status: 'running',
    StatusDescription: 'Deployment is running',
    TaskGroups: {},
    CreateIndex: 0,
    ModifyIndex: 0,
  } as const;
  return progress(blank, rolled);
}

function progress(deployment: Deployment, rolled: readonly Drawn[]): Deployment {
  const groups = rolled.map(({ group, placed }) => {
    const known = deployment.TaskGroups[group.Name];
    return [
      group.Name,
      {
        DesiredTotal: group.Count,
        DesiredCanaries: 0,
        PlacedAllocs: (known?.PlacedAllocs ?? 0) + placed.nodes.length,
        HealthyAllocs: known?.HealthyAllocs ?? 0,
        UnhealthyAllocs: known?.UnhealthyAllocs ?? 0,
        AutoRevert: false,
        Promoted: false,
      },
    ] as const;
  });
  return { ...deployment, TaskGroups: Object.fromEntries(groups) };
}

/** The job's newest deployment. */
export function deploymentOf(
  state: World['state'],
  { ID, CreateIndex }: Job,
): Deployment | undefined {
  return Array.from(state.deployments.values()).findLast(
    ({ JobID, JobCreateIndex }) => JobID === ID && JobCreateIndex === CreateIndex,
  );
}
