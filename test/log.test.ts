import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import { Failure } from '../src/failure.ts';
import { Secret } from '../src/secret.ts';

const canary = 'c4nary-in-the-coal-mine';

function record(): { log: ReturnType<typeof createLog>; text: () => Promise<string> } {
  const stream = new PassThrough();
  return {
    log: createLog({ level: 'info', stream }),
    text: async () => String(await once(stream, 'data')),
  };
}

it('writes one JSON line an event', async () => {
  const { log, text } = record();
  log('turn', { intent: 'stack/status', ms: 3 });
  expect(JSON.parse(await text())).toMatchObject({
    level: 'info',
    message: 'turn',
    intent: 'stack/status',
    ms: 3,
  });
});

it('writes events in order, with the time that they happened at', async () => {
  const stream = new PassThrough();
  const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
  const log = createLog({ level: 'info', stream });
  const before = Date.now();
  log('first');
  log('second.failed');
  const after = Date.now();
  for (const message of ['first', 'second.failed']) {
    const event = JSON.parse((await lines.next()).value);
    expect(event.message).toBe(message);
    expect(Date.parse(event.timestamp)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(event.timestamp)).toBeLessThanOrEqual(after);
  }
});

it('leaves out what is below its level', async () => {
  const stream = new PassThrough();
  const log = createLog({ level: 'warn', stream });
  log('turn');
  log('turn.refused');
  expect(JSON.parse(String(await once(stream, 'data')))).toMatchObject({ message: 'turn.refused' });
});

it('masks what is secret by type or by key, at any depth', async () => {
  const { log, text } = record();
  log('thing', {
    plain: new Secret(canary),
    deep: [{ headers: { Authorization: `Bearer ${canary}`, 'X-Nomad-Token': canary } }],
    password: canary,
    clientKey: 'kept',
  });
  const line = await text();
  expect(line).not.toContain(canary);
  expect(line).toContain('kept');
});

it('keeps what an error says, its facts and its cause, and survives cycles', async () => {
  const { log, text } = record();
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const error = new Failure('late', { platform: 'nomad' }, { cause: new Error('socket hang up') });
  log('turn.failed', { error, cycle });
  expect(JSON.parse(await text())).toMatchObject({
    level: 'error',
    error: { name: 'Failure', facts: { platform: 'nomad' }, cause: { message: 'socket hang up' } },
  });
});

it('never shows a secret, however it is turned into text', () => {
  const secret = new Secret(canary);
  expect([`${secret}`, JSON.stringify({ secret }), inspect({ secret })].join(' ')).not.toContain(
    canary,
  );
  expect(secret.reveal()).toBe(canary);
});
