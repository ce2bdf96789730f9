import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServiceAccounts } from '../../../../src/sandbox/vault/service-accounts.ts';
import type { Ground } from './ground.ts';
import { freePort, serve } from '../../../servers/listen.ts';
import { find, start, until } from '../../../servers/program.ts';
import { tokenReviews } from './token-reviews.ts';

/** The OpenBao to test against: `bao` on PATH, or the file that BAO names. */
export const bao = find('bao', 'BAO');

/** The HashiCorp Vault to test against: `vault` on PATH, or the file that VAULT names. */
export const hashicorp = find('vault', 'VAULT');

export type BaoGround = Ground & {
  /** Everything it has written to its log. */
  readonly output: () => string;
  readonly restart: () => Promise<void>;
};

/** A real OpenBao of one node on loopback, with Raft storage in a folder that goes when it does. */
export function openBao(seal: 'shamir' | 'static' = 'shamir'): Promise<BaoGround> {
  return open(bao ?? '', seal);
}

/** The same of HashiCorp's Vault, which people unseal. */
export async function openHashicorp(): Promise<BaoGround> {
  return { ...(await open(hashicorp ?? '', 'shamir')), isHashicorp: true };
}

async function open(program: string, seal: 'shamir' | 'static'): Promise<BaoGround> {
  const folder = await mkdtemp(join(tmpdir(), 'hashinetes-bao-'));
  const [port, cluster] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const accounts = createServiceAccounts(() => new Date());
  const kubernetes = await serve(tokenReviews(accounts.review));
  const key = join(folder, 'seal.key');
  await writeFile(key, Buffer.alloc(32, 7));
  await writeFile(
    join(folder, 'server.hcl'),
    [
      `listener "tcp" {\n  address = "127.0.0.1:${port}"\n  tls_disable = true\n}`,
      `storage "raft" {\n  path = "${folder}"\n  node_id = "vault-0"\n  performance_multiplier = 1\n}`,
      'disable_mlock = true',
      `api_addr = "${url}"\ncluster_addr = "http://127.0.0.1:${cluster}"`,
      ...(seal === 'static'
        ? [`seal "static" {\n  current_key_id = "1"\n  current_key = "file://${key}"\n}`]
        : []),
    ].join('\n\n'),
  );
  const launch = (): ReturnType<typeof start> =>
    start(program, ['server', '-config', join(folder, 'server.hcl'), '-log-level', 'debug']);
  const answers = (): Promise<Response> => fetch(`${url}/v1/sys/seal-status`);
  let server = launch();
  let before = '';
  await until(answers, () => server.output());
  return {
    url,
    accounts,
    kubernetesHost: kubernetes.url,
    pass: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000)),
    output: () => before + server.output(),
    async restart() {
      await server.stop();
      before += server.output();
      server = launch();
      await until(answers, () => server.output());
    },
    async close() {
      await server.stop();
      await kubernetes.close();
      await rm(folder, { recursive: true });
    },
  };
}
