import { PassThrough } from 'node:stream';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import { Failure } from '../src/failure.ts';
import { Secret } from '../src/secret.ts';

const canary = 'c4nary-in-the-coal-mine';

function record(): { log: ReturnType<typeof createLog>; text: () => string } {
  const stream = new PassThrough();
  return { log: createLog({ level: 'info', stream }), text: () => String(stream.read() ?? '') };
}

it('writes one JSON line an event', () => {
  const { log, text } = record();
  log('turn', { intent: 'stack/status', ms: 3 });
  expect(JSON.parse(text())).toMatchObject({
    level: 'info',
    message: 'turn',
    intent: 'stack/status',
    ms: 3,
  });
});

it('masks what is secret by type or by key, at any depth', () => {
  const { log, text } = record();
  log('thing', {
    plain: new Secret(canary),
    deep: [{ headers: { Authorization: `Bearer ${canary}`, 'X-Nomad-Token': canary } }],
    password: canary,
    clientKey: 'kept',
  });
  const line = text();
  expect(line).not.toContain(canary);
  expect(line).toContain('kept');
});

it('keeps what an error says, its facts and its cause, and survives cycles', () => {
  const { log, text } = record();
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const error = new Failure('late', { platform: 'nomad' }, { cause: new Error('socket hang up') });
  log('turn.failed', { error, cycle });
  expect(JSON.parse(text())).toMatchObject({
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
