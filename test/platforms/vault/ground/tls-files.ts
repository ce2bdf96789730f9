import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pair } from '../../../../src/stack/identity/authority.ts';

/** Writes a certificate and its key where a server that runs as this user can read them. */
export async function writeTlsFiles(
  folder: string,
  { certificate, key }: Pair,
  { uid, gid }: { uid?: number; gid?: number },
): Promise<{ readonly cert: string; readonly key: string }> {
  const files = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
  await writeFile(files.cert, certificate);
  await writeFile(files.key, key, { mode: 0o600 });
  for (const file of Object.values(files))
    if (uid !== undefined && gid !== undefined) await chown(file, uid, gid);
  return files;
}
