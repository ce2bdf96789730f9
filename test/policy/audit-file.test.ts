import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAudit, type Deed } from '../../src/policy/audit.ts';
import { createAuditFile, readAuditFile } from '../../src/policy/audit-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
});
afterAll(() => rm(folder, { recursive: true }));

const deed = (outcome: string, more: Partial<Deed> = {}): Deed => ({
  at: '2026-11-22T18:00:00.000Z',
  turn: 't',
  session: 's',
  channel: 'http',
  speaker: 'local',
  intent: 'nomad/run-job',
  slots: { job: 'ping', count: 12 },
  outcome,
  ...more,
});
const undo = { intent: 'nomad/stop-job', slots: { job: 'ping' } };

test('appends a line for each deed, in order, for nobody else to read', async () => {
  const path = join(folder, 'order.jsonl');
  const file = createAuditFile(path, (error) => expect.fail(String(error)));
  const deeds = Array.from({ length: 50 }, (_none, at) => deed(`reply-${at}`));
  for (const one of deeds) file.append(one);
  await file.flush();
  expect(await readAuditFile(path)).toEqual(deeds);
  expect((await stat(path)).mode & 0o077).toBe(0);
  file.append(deed('later'));
  await file.flush();
  expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(51);
});

test('leaves out a line that was cut short, and starts with none', async () => {
  expect(await readAuditFile(join(folder, 'none.jsonl'))).toEqual([]);
  const path = join(folder, 'cut.jsonl');
  await appendFile(path, `${JSON.stringify(deed('creating', { undo }))}\n{"at":"2026-`);
  expect(await readAuditFile(path)).toEqual([deed('creating', { undo })]);
});

test('reports a file that can not be written', async () => {
  const errors: unknown[] = [];
  const file = createAuditFile(join(folder, 'no', 'such', 'folder'), (error) => errors.push(error));
  file.append(deed('begun'));
  await file.flush();
  expect(errors).toHaveLength(1);
});

test('remembers what was changed before a restart', () => {
  const audit = createAudit(() => undefined, [deed('begun'), deed('creating', { undo })]);
  expect(audit.changes()).toMatchObject([{ number: 2, undo }]);
  audit.record(deed('begun'));
  audit.record(deed('stopping', { undo: 'never', undoes: 2 }));
  expect(audit.changes().map(({ number }) => number)).toEqual([4, 2]);
});
