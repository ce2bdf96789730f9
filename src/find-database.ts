import { readFile } from 'node:fs/promises';
import type { OwnClients } from './clients.ts';
import type { Settings } from './config.ts';
import { isInPod } from './places.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import type { FindDatabase } from './worker/database.ts';
import { findDatabaseUrl } from './worker/find-place.ts';

export type DatabaseOptions = {
  readonly settings: Settings;
  readonly sandbox: Sandbox | undefined;
  readonly clients: Pick<OwnClients, 'kubernetes' | 'identity'>;
};

/** A conversation waits for names no longer than this. */
const timeoutMs = 800;

/** The database of the worker, as it is reached from here; nothing where there is no way to it. */
export function findDatabase(options: DatabaseOptions): FindDatabase | undefined {
  const { settings, sandbox, clients } = options;
  const { DATABASE_URL: given, DATABASE_CACERT: file } = settings;
  if (sandbox) return async () => ({ url: `postgres://${sandbox.database}/demo`, timeoutMs });
  if (given !== undefined)
    return async () => ({ url: given, ca: file && (await readFile(file, 'utf8')), timeoutMs });
  if (!isInPod(settings)) return undefined;
  return async () => {
    const [url, ca] = await Promise.all([
      findDatabaseUrl(clients.kubernetes),
      clients.identity.ca(),
    ]);
    return { url, ca, timeoutMs };
  };
}
