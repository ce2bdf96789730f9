import { event, type Step } from './task-state.ts';

/** How a task ends: by itself after a while, in a crash, or not at all. */
export type Fate =
  | { readonly kind: 'runs' }
  | { readonly kind: 'ends' }
  | { readonly kind: 'crashes'; readonly exitCode: number; readonly message?: string };

export const started: Step = {
  status: 'running',
  description: 'Tasks are running',
  state: 'running',
  events: [
    event('Received', 'Task received by client'),
    event('Task Setup', 'Building Task Directory', { message: 'Building Task Directory' }),
    event('Started', 'Task started by client'),
  ],
};

export const startedAgain: Step = {
  ...started,
  restarts: 1,
  events: [event('Started', 'Task started by client')],
};

export const ended: Step = {
  status: 'complete',
  description: 'All tasks have completed',
  state: 'dead',
  events: [
    event('Terminated', 'Exit Code: 0', { exit_code: '0', signal: '0', oom_killed: 'false' }),
  ],
};

export const killed: Step = {
  ...ended,
  events: [
    event('Killing', 'Sent interrupt. Waiting 5s before force killing', { kill_timeout: '5s' }),
    ...ended.events,
    event('Killed', 'Task successfully killed'),
  ],
};

export const lost: Step = {
  status: 'lost',
  description: 'alloc is lost since its node is down',
  state: 'dead',
  events: [],
};

type Crash = Extract<Fate, { kind: 'crashes' }>;

const terminated = ({ exitCode, message }: Crash) =>
  event(
    'Terminated',
    `Exit Code: ${exitCode}${message === undefined ? '' : `, Exit Message: "${message}"`}`,
    {
      exit_code: String(exitCode),
      signal: '0',
      oom_killed: String(exitCode === 137),
      ...(message !== undefined && { exit_message: message }),
    },
  );

export function crashed(crash: Crash): Step {
  return {
    status: 'pending',
    description: 'No tasks have started',
    state: 'pending',
    events: [terminated(crash), event('Restarting', 'Task restarting', { start_delay: '15' })],
  };
}

export function failed(crash: Crash, attempts: number): Step {
  const why =
    attempts === 0
      ? 'Policy allows no restarts'
      : `Exceeded allowed attempts ${attempts} in interval and mode is "fail"`;
  return {
    status: 'failed',
    description: 'Failed tasks',
    state: 'dead',
    failed: true,
    events: [
      terminated(crash),
      event('Not Restarting', why, { fails_task: 'true', restart_reason: why }),
    ],
  };
}
