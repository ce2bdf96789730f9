import type { Allocation, TaskEvent } from './nomad.ts';

/**
 * Why a task ended badly: `oom` is one that ran out of memory, `killed` one that was ended by force, which drivers
 * that can not tell report of one that ran out of memory too; else `task` is its name, with the `exit` code
 * it ended with, why its `artifact` could not be fetched, or what else is to blame in Nomad's own words.
 */
export type TaskCause =
  | { readonly oom: string }
  | { readonly killed: string }
  | { readonly task: string; readonly exit: number }
  | { readonly task: string; readonly artifact: string }
  | { readonly task: string; readonly because: string };

const killedBySignal9 = 128 + 9;

/** The cause that the events of an allocation's tasks give, or nothing where none has failed. */
export function findCause({ TaskStates }: Allocation): TaskCause | undefined {
  for (const [task, { Events }] of Object.entries(TaskStates ?? {})) {
    const cause = Events.toReversed()
      .map((event) => toCause(task, event))
      .find(Boolean);
    if (cause) return cause;
  }
  return undefined;
}

/** @see https://github.com/hashicorp/nomad/blob/main/nomad/structs/structs.go (the TaskEvent types) */
function toCause(
  task: string,
  { Type, DisplayMessage, Details }: TaskEvent,
): TaskCause | undefined {
  switch (Type) {
    case 'Terminated': {
      if (Details['oom_killed'] === 'true') return { oom: task };
      const exit = Number(Details['exit_code'] ?? 0);
      if (exit === killedBySignal9) return { killed: task };
      return exit === 0 ? undefined : { task, exit };
    }
    case 'Failed Artifact Download':
      return { task, artifact: DisplayMessage.split(': ').slice(-2).join(': ') };
    case 'Driver Failure':
    case 'Setup Failure':
    case 'Failed Validation':
    case 'Template':
      return { task, because: shorten(DisplayMessage) };
    default:
      return undefined;
  }
}

/** The end of a chain of errors is the part that tells. */
function shorten(message: string): string {
  const last = message.replace(/^.*\bdesc = /s, '').trim();
  return last.replaceAll(/\s+/g, ' ').slice(0, 160).replace(/\.$/, '');
}
