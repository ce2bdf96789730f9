import { Failure } from '../../failure.ts';
import * as answers from './answers.ts';
import type { Ask } from './ask.ts';
import { readStatus } from './status.ts';
import type { Auth, Keys } from './vault.ts';

/** Raft elects a leader before init answers, which takes five to ten seconds; an answer not heard is lost for good. */
const initTimeoutMs = 120_000;

export async function init(ask: Ask, shares = 1, threshold = 1): Promise<Keys> {
  const { sealType } = await readStatus(ask);
  const body =
    sealType === 'shamir'
      ? { secret_shares: shares, secret_threshold: threshold }
      : { recovery_shares: shares, recovery_threshold: threshold };
  const patience = { open: true, timeoutMs: initTimeoutMs };
  const answer = await ask.write(answers.init, ['sys', 'init'], body, patience);
  return { rootToken: answer.root_token, keys: [...answer.keys, ...answer.recovery_keys] };
}

export async function readAuths(ask: Ask): Promise<readonly Auth[]> {
  return readMounts(ask, ['sys', 'auth']);
}

export async function enableAuth(ask: Ask, path: string, type: string): Promise<void> {
  await enable(ask, ['sys', 'auth'], path, { type });
}

export async function enableEngine(
  ask: Ask,
  path: string,
  type: string,
  options?: Readonly<Record<string, string>>,
): Promise<void> {
  await enable(ask, ['sys', 'mounts'], path, { type, ...(options && { options }) });
}

/** One that writes every request to standard output. OpenBao takes audit devices from its configuration only. */
export async function enableAudit(ask: Ask): Promise<void> {
  const order = { type: 'file', options: { file_path: 'stdout' } };
  await enable(ask, ['sys', 'audit'], 'stdout', order);
}

async function readMounts(ask: Ask, table: readonly string[]): Promise<readonly Auth[]> {
  const { data } = await ask.read(answers.auths, table);
  return Object.entries(data).map(([path, { type, accessor }]) => ({
    path: path.replace(/\/$/, ''),
    type,
    accessor,
  }));
}

/** Somebody else may enable it in between: then it is there all the same. */
async function enable(
  ask: Ask,
  table: readonly string[],
  path: string,
  body: { readonly type: string },
): Promise<void> {
  if (await isEnabled(ask, table, path, body.type)) return;
  try {
    await ask.write(answers.anything, [...table, ...path.split('/')], body);
  } catch (error) {
    const isThere = error instanceof Failure && error.kind === 'conflict';
    if (!isThere || !(await isEnabled(ask, table, path, body.type))) throw error;
  }
}

async function isEnabled(
  ask: Ask,
  table: readonly string[],
  path: string,
  type: string,
): Promise<boolean> {
  const found = (await readMounts(ask, table)).find((one) => one.path === path);
  if (!found || found.type === type) return found !== undefined;
  const because = `it has ${found.type} at ${path}, where ${type} was to be`;
  throw new Failure('conflict', { platform: 'vault', what: path, because });
}
