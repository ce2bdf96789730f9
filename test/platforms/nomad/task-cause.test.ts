import { expect, test } from 'vitest';
import type { Allocation, TaskEvent } from '../../../src/platforms/nomad/nomad.ts';
import { findCause } from '../../../src/platforms/nomad/task-cause.ts';

const event = (
  Type: string,
  DisplayMessage: string,
  Details: TaskEvent['Details'] = {},
): TaskEvent => ({ Type, DisplayMessage, Details });

function withEvents(...Events: readonly TaskEvent[]): Allocation {
  return {
    ID: 'a',
    Name: 'x.g[0]',
    NodeName: 'vm',
    TaskGroup: 'g',
    ClientStatus: 'failed',
    DesiredStatus: 'run',
    JobID: 'x',
    JobVersion: 0,
    CreateIndex: 1,
    TaskStates: { t: { State: 'dead', Failed: true, Events } },
  };
}
const received = event('Received', 'Task received by client');
const notAgain = event('Not Restarting', 'Policy allows no restarts', { fails_task: 'true' });

// as a real Nomad 2.0.6 tells them
test.each([
  [
    'its exit code',
    event('Terminated', 'Exit Code: 3', { exit_code: '3', signal: '0', oom_killed: 'false' }),
    { task: 't', exit: 3 },
  ],
  [
    'that memory ran out',
    event('Terminated', 'Exit Code: 137, Signal: 9', {
      exit_code: '137',
      signal: '9',
      oom_killed: 'true',
    }),
    { oom: 't' },
  ],
  [
    'what the driver said',
    event(
      'Driver Failure',
      'failed to launch command with executor: rpc error: code = Unknown desc = binary "/bin/nonexistent" could not be found',
    ),
    { task: 't', because: 'binary "/bin/nonexistent" could not be found' },
  ],
  [
    'why the artifact did not come',
    event(
      'Failed Artifact Download',
      'failed to download artifact "http://127.0.0.1:1/x.tgz": getter subprocess failed: exit status 1: failed to download artifact: Get "http://127.0.0.1:1/x.tgz": dial tcp 127.0.0.1:1: connect: connection refused',
    ),
    { task: 't', artifact: 'connect: connection refused' },
  ],
])('tells %s', (_what, cause, told) => {
  expect(findCause(withEvents(received, cause, notAgain))).toEqual(told);
});

test('tells the latest cause', () => {
  const code = (exit_code: string): TaskEvent =>
    event('Terminated', `Exit Code: ${exit_code}`, { exit_code, oom_killed: 'false' });
  expect(findCause(withEvents(code('1'), code('2')))).toEqual({ task: 't', exit: 2 });
});

test('tells nothing of what ended well or has not begun', () => {
  const ended = event('Terminated', 'Exit Code: 0', { exit_code: '0', oom_killed: 'false' });
  expect(findCause(withEvents(received, ended))).toBeUndefined();
  expect(findCause({ ...withEvents(), TaskStates: null })).toBeUndefined();
});
