import { readFile } from 'node:fs/promises';
import { Failure } from '../../failure.ts';
import { Secret } from '../../secret.ts';

/** Reads the token that Kubernetes projects into a pod, which it replaces from time to time. */
export async function readServiceAccountToken(file: string): Promise<Secret> {
  try {
    return new Secret((await readFile(file, 'utf8')).trim());
  } catch (cause) {
    const because = `there is no service account token at ${file}`;
    throw new Failure('absent', { platform: 'kubernetes', what: file, because }, { cause });
  }
}
