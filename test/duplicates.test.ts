import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../src/conversation/catalog.ts';
import { loadEar } from '../src/ear.ts';
import { openHouse, type TestHouse } from './house.ts';

const { catalog }: { catalog: Catalog } = await loadEar();
const changing = [...catalog].filter(([, { intent }]) => intent.risk !== 'read');
const audit = join(tmpdir(), `audit-${process.pid}.jsonl`);
let house: TestHouse;
beforeAll(async () => {
  const jobs = fileURLToPath(new URL('intents/nomad/jobs/', import.meta.url));
  house = await openHouse({ HASHINETES_JOBS: jobs, HASHINETES_AUDIT_FILE: audit });
  await house.deployNomad();
}, 60_000);
afterAll(async () => {
  await house.close();
  await rm(audit, { force: true });
});

type Line = { readonly session: string; readonly intent: string; readonly outcome: string };

/** What was begun in a session, as the audit has it. */
async function begun(session: string): Promise<readonly string[]> {
  await new Promise((resolve) => setTimeout(resolve, 50)); // the file is written behind the reply
  const lines = (await readFile(audit, 'utf8')).trim().split('\n');
  return lines
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => line.session.endsWith(session) && line.outcome === 'begun')
    .map(({ intent }) => intent);
}

async function post(path: string, body: object): Promise<any> {
  const answer = await fetch(house.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

/** Delivers the same thing three times at once, and again later; every answer is the same. */
async function deliver(path: string, body: object): Promise<any> {
  const [first, ...others] = await Promise.all([1, 2, 3].map(() => post(path, body)));
  for (const other of [...others, await post(path, body)]) expect(other).toEqual(first);
  return first;
}

/** Something for every slot that is asked for. */
function slotsOf(id: string): Record<string, string | number> {
  const samples: Record<string, string | number> = {
    number: 2,
    job: 'steady',
    node: 'client-2',
    component: 'nomad',
  };
  const slots = Object.entries(catalog.get(id)?.script.slots ?? {});
  return Object.fromEntries(
    slots.flatMap(([name, { type, ask }]) =>
      ask === undefined ? [] : [[name, samples[type] ?? 'ping']],
    ),
  );
}

test('what was delivered twice is one thing on the platform', async () => {
  const order = {
    session: 'counted',
    id: 'once',
    intent: 'nomad/run-job',
    slots: { job: 'export', count: 3 },
  };
  await deliver('/v1/turn', order);
  const jobs = (await (await fetch(`${house.sandboxes[0]!.nomad}/v1/jobs`)).json()) as {
    ID: string;
  }[];
  const before = jobs.filter(({ ID }) => ID.startsWith('billing-export/dispatch-')).length;
  await deliver('/v1/turn', order);
  const after = (await (await fetch(`${house.sandboxes[0]!.nomad}/v1/jobs`)).json()) as {
    ID: string;
  }[];
  expect(before).toBe(3);
  expect(after.filter(({ ID }) => ID.startsWith('billing-export/dispatch-'))).toHaveLength(3);
});

describe.each(changing.map(([id]) => id))('%s', (intent) => {
  test('is done once, however often it is delivered', async () => {
    const session = `http-${intent}`;
    const order = { session, id: 'one', intent, slots: slotsOf(intent) };
    const { expects } = await deliver('/v1/turn', order);
    const before = await begun(session);
    expect(before.length).toBeLessThanOrEqual(expects === 'confirmation' ? 0 : 1);
    await deliver('/v1/turn', { session, id: 'two', text: 'yes' });
    // what there is nothing to agree to is not begun at all
    expect((await begun(session)).filter((one) => one === intent).length).toBeLessThanOrEqual(1);
    const isDue = expects === 'confirmation' || before.length > 0;
    expect((await begun(session)).includes(intent)).toBe(isDue);
  });
});
