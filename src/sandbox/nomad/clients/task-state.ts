import type { Allocation, ClientStatus, TaskEvent, TaskState } from '../state/allocation.ts';
import { groupOf } from '../state/allocation.ts';

export type Step = {
  readonly status: ClientStatus;
  readonly description: string;
  readonly state: TaskState['State'];
  readonly failed?: boolean;
  readonly restarts?: number;
  readonly events: readonly Omit<TaskEvent, 'Time'>[];
};

export function event(
  Type: string,
  DisplayMessage: string,
  Details: TaskEvent['Details'] = {},
): Omit<TaskEvent, 'Time'> {
  return { Type, DisplayMessage, Details, ExitCode: Number(Details['exit_code'] ?? 0) };
}

const untouched: TaskState = {
  State: 'pending',
  Failed: false,
  Restarts: 0,
  LastRestart: null,
  StartedAt: null,
  FinishedAt: null,
  Events: [],
};

/** The allocation after its client has done a step with all of its tasks. */
export function advance(allocation: Allocation, step: Step, now: Date): Allocation {
  const Time = now.getTime() * 1e6;
  const names = groupOf(allocation)?.Tasks.map(({ Name }) => Name) ?? [];
  const states = names.map((name) => {
    const known = allocation.TaskStates?.[name] ?? untouched;
    return [
      name,
      {
        ...known,
        State: step.state,
        Failed: step.failed ?? known.Failed,
        Restarts: known.Restarts + (step.restarts ?? 0),
        StartedAt: step.state === 'running' ? now.toISOString() : known.StartedAt,
        FinishedAt: step.state === 'dead' ? now.toISOString() : null,
        Events: [...known.Events, ...step.events.map((one) => ({ ...one, Time }))].slice(-10),
      },
    ] as const;
  });
  return {
    ...allocation,
    ClientStatus: step.status,
    ClientDescription: step.description,
    TaskStates: Object.fromEntries(states),
    ModifyTime: Time,
  };
}
