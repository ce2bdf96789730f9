import type { Allocation, Evaluation, Nomad } from './nomad.ts';
import { type Shortage, toShortage } from './shortage.ts';
import type { JobTally } from './tally.ts';
import { findCause, type TaskCause } from './task-cause.ts';

export type Trouble = {
  readonly shortage?: Shortage;
  readonly cause?: TaskCause;
};

/** Why not everything that was asked for is running: no room, or tasks that fail. Two small calls at most. */
export async function findTrouble(nomad: Nomad, { id, job, tally }: JobTally): Promise<Trouble> {
  const mine = `JobID == ${JSON.stringify(id)}`;
  const [evaluations, allocations] = await Promise.all([
    tally.Queued > 0 ? nomad.findEvaluations(mine, 50) : [],
    nomad.findAllocations(
      `${mine} and ClientStatus != "running" and ClientStatus != "complete"`,
      10,
    ),
  ]);
  const [group, misfit] = misfitOf(evaluations) ?? [];
  const shortage =
    misfit &&
    toShortage(
      misfit,
      job.TaskGroups?.find(({ Name }) => Name === group),
    );
  const cause = causeOf(allocations, job.Version);
  return {
    ...(shortage && { shortage: { ...shortage, waiting: tally.Queued } }),
    ...(cause && { cause }),
  };
}

function misfitOf(evaluations: readonly Evaluation[]) {
  const latest = evaluations.find(({ FailedTGAllocs }) => FailedTGAllocs);
  return Object.entries(latest?.FailedTGAllocs ?? {})[0];
}

/** What failed under an earlier version of the job explains nothing about this one. */
function causeOf(
  allocations: readonly Allocation[],
  version: number | undefined,
): TaskCause | undefined {
  const current = allocations.filter(
    ({ JobVersion }) => version === undefined || JobVersion === version,
  );
  return current.map(findCause).find(Boolean);
}
