import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scriptSchema } from '../../../src/conversation/script.ts';
import { createVoice } from '../../../src/conversation/voice.ts';
import type { Turn } from '../../../src/conversation/turn.ts';
import { Failure } from '../../../src/failure.ts';
import type { Context, Intent, Outcome } from '../../../src/intent.ts';
import { createVault } from '../../../src/platforms/vault/client.ts';
import type { Vault } from '../../../src/platforms/vault/vault.ts';
import { createWorkerProgram } from '../../../src/sandbox/vault/worker-program.ts';
import { createOpenDatabase } from '../../../src/worker/database.ts';
import { createWorkers } from '../../../src/worker/workers.ts';
import { openSandbox, type SandboxGround } from '../../platforms/vault/ground/sandbox.ts';
import { prepare, type Prepared } from '../../platforms/vault/ground/prepare.ts';

let ground: SandboxGround;
let ready: Prepared;
let own: Vault;
let jobs: string[];

beforeEach(async () => {
  const started = Date.now();
  ground = await openSandbox('static', () => started);
  ready = await prepare(ground, ground.database);
  own = await ready.own();
  jobs = [];
});
afterEach(async () => {
  await ready.vault.close();
  await ground.close();
});

/** Does a deed, and says what comes of it in the first phrasing, without a quip. */
async function hear(
  name: string,
  slots: Readonly<Record<string, string>> = {},
  vault = own,
  screen: Turn['screen'] | null = 'own',
): Promise<Outcome<string> & { readonly speech: string }> {
  const module: { default: Intent } = await import(`../../../src/intents/vault/${name}.ts`);
  const words = new URL(`../../../intents/vault/${name}.yaml`, import.meta.url);
  const script = scriptSchema.parse(parse(await readFile(words, 'utf8')));
  expect(Object.keys(script.replies)).toEqual(module.default.replies);
  const workers = createWorkers({
    kubernetes: {
      list: async () => ({ items: [] }),
      pods: async () => [],
      create: async (job: { metadata: { name: string } }) => (jobs.push(job.metadata.name), job),
    } as never,
    vault,
    openDatabase: createOpenDatabase({ url: ground.database.url }),
    place: async () => ({
      namespace: 'database',
      image: 'hashinetes:0',
      vaultUrl: ground.url,
      databaseUrl: ground.database.url,
    }),
    clock: ground.now,
    random: () => 0.5,
  });
  const stack = {
    known: ['vault'],
    place: 'the sandbox',
    status: async () => ({ servers: undefined }),
    coming: async () => undefined,
  };
  const context = { vault, workers, stack, turn: { screen } } as unknown as Context;
  const outcome = await module.default.run(module.default.slots.parse(slots), context);
  const phrase = script.replies[outcome.reply];
  if (!phrase) throw new Error(`There are no words for ${outcome.reply}`);
  const voice = createVoice({ random: () => 0 });
  const { speech } = voice.say(phrase, { ...slots, ...outcome.facts }, 'plain', new Map());
  return { ...outcome, speech };
}

async function visit(): Promise<void> {
  const { accounts, url, database } = ground;
  const run = createWorkerProgram({ accounts, vaultUrl: url, databaseUrl: database.url });
  expect((await run({ namespace: 'database', name: 'worker' })).exitCode).toBe(0);
}

describe('vault/status', () => {
  it('says how Vault is', async () => {
    expect((await hear('status')).speech).toMatch(
      /^Vault is unsealed and vault-[0-2] leads\. It runs version 2\.6\.2\.$/,
    );
    ground.pods.setReady('vault-2');
    expect((await hear('status')).speech).toBe('Vault is unsealed, but nobody leads it yet.');
    ground.sandbox.close();
    expect((await hear('status')).speech).toBe(
      'Vault is sealed. With its static seal it opens itself when its servers are started again.',
    );
    ground.sandbox.wipe();
    expect((await hear('status')).speech).toBe('Vault is there, but nobody has initialised it.');
  });

  it('says that there is none only where nothing is deployed', async () => {
    ground.pods.setReady();
    expect((await hear('status')).speech).toBe('There is no Vault in the sandbox.');
  });
});

describe('vault/run-worker', () => {
  it('starts one more job each time', async () => {
    const { speech } = await hear('run-worker');
    expect(jobs).toEqual([expect.stringMatching(/^worker-\w+$/)]);
    expect(speech).toBe(`A worker is on its way to Vault, as the job ${jobs[0]}.`);
  });

  it('starts none where a worker would find nothing to do, or nobody answers', async () => {
    ground.sandbox.wipe();
    const { rootToken } = await ready.vault.init();
    const fresh = ready.vault.as(rootToken);
    expect((await hear('run-worker', {}, fresh)).reply).toBe('unready');
    ground.sandbox.close();
    await expect(hear('run-worker', {}, fresh)).rejects.toMatchObject({ kind: 'sealed' });
    expect(jobs).toEqual([]);
  });
});

describe('vault/list-leases', () => {
  it('has the conversation of a minute: who is there, and now?', async () => {
    expect((await hear('list-leases')).speech).toBe(
      'Nobody is in the database, and no lease is open.',
    );
    await visit();
    await ground.pass(12);
    await visit();
    const { speech, display } = await hear('list-leases');
    expect(speech).toBe(
      '2 guests are in the database. The first has been there for 12 seconds, and the next one leaves in 48 seconds.',
    );
    const users = await ground.database.guests();
    expect(display?.rows.map(([user]) => user).toSorted()).toEqual(users.toSorted());
    expect(display?.rows.map(([, ...rest]) => rest)).toEqual([
      ['worker', '12 s', '48 s'],
      ['worker', '0 s', '60 s'],
    ]);
    await ground.pass(61);
    expect((await hear('list-leases')).reply).toBe('none');
    expect(await ground.database.guests()).toEqual([]);
  });

  it('looks at one role where one is named', async () => {
    await visit();
    expect((await hear('list-leases', { role: 'worker' })).facts).toMatchObject({ total: 1 });
    expect((await hear('list-leases', { role: 'observer' })).speech).toBe(
      'Nobody is in the database as observer.',
    );
    expect((await hear('list-leases', { role: 'nobody' })).speech).toBe(
      'Vault has no database role nobody. It has observer and worker.',
    );
  });
});

describe('vault/issue-credentials', () => {
  it('shows a token that opens them once, and says nothing of it', async () => {
    const { speech, facts, display } = await hear('issue-credentials');
    expect(speech).toBe(
      'Credentials for worker are on your screen, wrapped, for one look within 60 seconds. I will not say them aloud.',
    );
    const shown = display?.rows[0]?.[1] ?? '';
    expect(display?.rows[1]).toEqual(['to unwrap', `bao unwrap ${shown}`]);
    expect(JSON.stringify([speech, facts])).not.toContain(shown);
    const unwrap = (): Promise<Response> =>
      fetch(`${ground.url}/v1/sys/wrapping/unwrap`, {
        method: 'POST',
        headers: { 'x-vault-token': shown },
      });
    const { data } = (await (await unwrap()).json()) as { data: { username: string } };
    expect(await ground.database.guests()).toEqual([data.username]);
    expect((await unwrap()).status).toBe(400);
  });

  it('issues none for a screen that others see, or where there is none', async () => {
    for (const screen of ['shared', null] as const) {
      const { reply, display } = await hear('issue-credentials', {}, own, screen);
      expect([reply, display]).toEqual(['elsewhere', undefined]);
    }
    expect(await own.countLeases()).toBe(0);
  });

  it('knows which roles there are', async () => {
    expect((await hear('issue-credentials', { role: 'wizard' })).speech).toBe(
      'Vault has no database role wizard. It has observer and worker.',
    );
  });
});

describe('vault/revoke-leases', () => {
  it('takes them back, and says what is gone after looking', async () => {
    expect((await hear('revoke-leases')).speech).toBe('There are no leases to revoke.');
    expect((await hear('revoke-leases', { role: 'worker' })).speech).toBe(
      'There are no leases of the role worker to revoke. Nothing was done.',
    );
    expect((await hear('revoke-leases', { role: 'nobody' })).reply).toBe('unknown');
    await visit();
    await visit();
    expect((await hear('revoke-leases')).speech).toBe(
      '2 leases are revoked, and their users are gone from the database.',
    );
    expect(await ground.database.guests()).toEqual([]);
  });

  it('is asked about before it is done', async () => {
    const module: { default: Intent } = await import('../../../src/intents/vault/revoke-leases.ts');
    expect(module.default.risk).toBe('destroy');
  });
});

it('leaves it to the asides when Vault does not answer', async () => {
  ground.pods.setReady();
  const origin = Promise.resolve({ url: ground.url });
  const vault = createVault({ origin: () => origin });
  for (const name of ['run-worker', 'list-leases', 'issue-credentials', 'revoke-leases'])
    await expect(hear(name, {}, vault)).rejects.toBeInstanceOf(Failure);
  await vault.close();
});
