import type { Job } from '../jobspec/canonicalize.ts';
import type { Drawn } from '../scheduler/draw.ts';

/** What `plan` answers: what registering would do, and what would find no room. */
export function toPlan(drawn: readonly Drawn[], known: Job | undefined, index: number): object {
  const updates = drawn.map((one) => [one.group.Name, toUpdates(one)] as const);
  const misfits = drawn.flatMap(({ group, placed }) =>
    placed.misfit ? [[group.Name, placed.misfit] as const] : [],
  );
  return {
    Annotations: { DesiredTGUpdates: Object.fromEntries(updates), PreemptedAllocs: null },
    CreatedEvals: null,
    Diff: null,
    FailedTGAllocs: misfits.length === 0 ? null : Object.fromEntries(misfits),
    Index: index,
    JobModifyIndex: known?.JobModifyIndex ?? 0,
    NextPeriodicLaunch: null,
    Warnings: '',
  };
}

function toUpdates({ place, stop, keep, replace, ignore }: Drawn): object {
  return {
    Place: place.length,
    Stop: stop.length,
    InPlaceUpdate: keep.length,
    DestructiveUpdate: replace.length,
    Ignore: ignore,
    Canary: 0,
    Disconnect: 0,
    Migrate: 0,
    Preemptions: 0,
    Reconnect: 0,
    RescheduleLater: 0,
    RescheduleNow: 0,
  };
}
