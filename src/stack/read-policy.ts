import { readFile } from 'node:fs/promises';

/** A policy as it lies under `deploy/<component>/policies`. */
export function readPolicy(deploy: URL, component: string, name: string): Promise<string> {
  return readFile(new URL(`${component}/policies/${name}.hcl`, deploy), 'utf8');
}
