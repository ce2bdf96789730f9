import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPace } from '../../../../src/sandbox/pace.ts';
import { createServiceAccounts } from '../../../../src/sandbox/vault/service-accounts.ts';
import { createVaultSandbox } from '../../../../src/sandbox/vault/vault-sandbox.ts';
import { createPods } from '../../../sandbox/pods.ts';
import { freePort, serve } from '../../../servers/listen.ts';
import { start, type Running } from '../../../servers/program.ts';

export type Seal = 'static' | 'shamir';

/** Three servers that nobody has initialised, each at an address of its own. */
export type Trio = {
  readonly urls: readonly string[];
  /** Ends the process of one, and starts another on what it knew. */
  readonly restart: (ordinal: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openSandboxTrio(seal: Seal): Promise<Trio> {
  const clock = (): Date => new Date();
  const pods = createPods('vault');
  const names = pods.list().map(({ name }) => name);
  pods.setReady(...names);
  const sandbox = createVaultSandbox({
    pace: createPace(0.02),
    clock,
    random: Math.random,
    servers: pods,
    review: createServiceAccounts(clock).review,
    seal,
  });
  const doors = await Promise.all(names.map((name) => serve(sandbox.listenerAt(name))));
  return {
    urls: doors.map(({ url }) => url),
    async restart(ordinal) {
      pods.setReady(...names.filter((_name, at) => at !== ordinal));
      pods.setReady(...names);
    },
    async close() {
      sandbox.stop();
      for (const door of doors) await door.close();
    },
  };
}

/** The same of a real OpenBao, as `deploy/vault-openbao/config.yaml` has its servers join, but without TLS. */
export async function openBaoTrio(program: string, seal: Seal): Promise<Trio> {
  const folder = await mkdtemp(join(tmpdir(), 'hashinetes-trio-'));
  const ports = await Promise.all([0, 1, 2].map(() => freePort()));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  await writeFile(join(folder, 'key'), Buffer.alloc(32, 7));
  const joins = urls.map((url) => `  retry_join {\n    leader_api_addr = "${url}"\n  }`);
  const launch = (ordinal: number): Running =>
    start(program, ['server', '-config', join(folder, `${ordinal}.hcl`)]);
  for (const [ordinal, port] of ports.entries()) {
    const path = await mkdtemp(join(folder, 'data-'));
    const name = `node_id = "vault-${ordinal}"\n  performance_multiplier = 1`;
    const cluster = `127.0.0.1:${await freePort()}`;
    const listener = `address = "127.0.0.1:${port}"\n  cluster_address = "${cluster}"`;
    const parts = [
      `listener "tcp" {\n  ${listener}\n  tls_disable = true\n}`,
      `storage "raft" {\n  path = "${path}"\n  ${name}\n${joins.join('\n')}\n}`,
      `disable_mlock = true\napi_addr = "${urls[ordinal]}"`,
      `cluster_addr = "http://${cluster}"`,
      ...(seal === 'static'
        ? [`seal "static" {\n  current_key_id = "1"\n  current_key = "file://${folder}/key"\n}`]
        : []),
    ];
    await writeFile(join(folder, `${ordinal}.hcl`), parts.join('\n'));
  }
  const servers = urls.map((_url, ordinal) => launch(ordinal));
  return {
    urls,
    async restart(ordinal) {
      await servers[ordinal]?.stop();
      servers[ordinal] = launch(ordinal);
    },
    async close() {
      for (const server of servers) await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
