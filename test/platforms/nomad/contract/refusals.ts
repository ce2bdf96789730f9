import { describe, expect, test } from 'vitest';
import { createNomad } from '../../../../src/platforms/nomad/client.ts';
import { sketch } from '../jobs.ts';
import { refusedCalls } from '../refused-calls.ts';
import type { Subject } from '../subject.ts';

export function describeRefusals({ nomad, raw, id, running, opened }: Subject): void {
  describe('names', () => {
    test.each(['../nodes', 'a/b?purge=true', 'x#y', '%2e%2e'])(
      'stay in their place: %s',
      async (name) => {
        await expect(nomad.job(name)).rejects.toMatchObject({
          kind: 'absent',
          facts: { because: 'job not found' },
        });
        await expect(nomad.summary(name)).rejects.toMatchObject({ kind: 'absent' });
      },
    );

    test.each(['..', '.', ''])('that a URL would swallow are refused: "%s"', async (name) => {
      await expect(nomad.stop(name)).rejects.toMatchObject({ kind: 'invalid' });
    });

    test('may hold a slash', async () => {
      const job = id('a/b');
      await nomad.register(sketch(job));
      await running(job, 1);
      expect(await nomad.job(job)).toMatchObject({ ID: job });
    });
  });

  test.each(refusedCalls)('refuses %s %s with %i %j', async (method, path, status, says, body) => {
    const answer = await raw(path, { method, ...(body !== '' && { body }) });
    expect([answer.status, answer.text.trim()]).toEqual([status, says]);
    const type = says === '' ? null : 'text/plain; charset=utf-8'; // a path that is not there has none
    expect(answer.response.headers.get('content-type')).toBe(type);
  });

  test('tells the index and the leader with every query', async () => {
    const { response } = await raw('/v1/nodes');
    expect(Number(response.headers.get('x-nomad-index'))).toBeGreaterThan(0);
    expect(response.headers.get('x-nomad-knownleader')).toBe('true');
    expect(response.headers.get('x-nomad-lastcontact')).toBe('0');
  });

  test('knows no jobs in another namespace', async () => {
    const origin = { url: (await opened).url };
    const other = createNomad({ origin: async () => origin, namespace: 'nope' });
    expect(await other.jobs()).toEqual([]);
    await expect(other.job(id('service'))).rejects.toMatchObject({ kind: 'absent' });
    await other.close();
  });
}
