import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { refusedJobspecs } from '../refused-jobspecs.ts';
import type { Subject } from '../subject.ts';

const ping = new URL('../../../../deploy/jobs/ping.nomad.hcl', import.meta.url);

export function describeJobspecs({ nomad }: Subject): void {
  describe('jobspecs', () => {
    test('are parsed with their variables', async () => {
      const job = await nomad.parse(await readFile(ping, 'utf8'), { count: 12 });
      expect(job).toMatchObject({
        ID: 'ping',
        Type: 'service',
        TaskGroups: [{ Name: 'ping', Count: 12 }],
      });
    });

    test('take any text as the value of a variable', async () => {
      const host = '"; ${rm} %{if} \\ \b\n';
      const job = await nomad.parse(await readFile(ping, 'utf8'), { host });
      expect(JSON.stringify(job.TaskGroups)).toContain(
        JSON.stringify(`ping -c 1 ${host};`).slice(1, -1),
      );
    });

    test.each(refusedJobspecs)('are refused with the place: %j', async (hcl, because) => {
      await expect(nomad.parse(hcl)).rejects.toMatchObject({
        kind: 'invalid',
        facts: { status: 400, because: expect.stringContaining(because) },
      });
    });
  });
}
