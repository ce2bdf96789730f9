import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { createConsul, type ConsulClient } from '../../src/platforms/consul/client.ts';
import { createVault, type VaultClient } from '../../src/platforms/vault/client.ts';
import type { Vault } from '../../src/platforms/vault/vault.ts';
import { Secret } from '../../src/secret.ts';
import { createAuthority, issueLeaf } from '../../src/stack/identity/authority.ts';
import { eventually } from '../house.ts';
import { bao } from '../platforms/vault/ground/bao.ts';
import { freePort } from '../servers/listen.ts';
import { find, start } from '../servers/program.ts';

export const consulProgram = find('consul', 'CONSUL');

/** A real Consul and a real OpenBao that somebody else runs: TLS by a CA of their own, ACLs that deny. */
export type Neighbours = {
  readonly caFile: string;
  readonly consulPort: number;
  readonly vaultPort: number;
  readonly operator: Secret;
  readonly root: Secret;
  readonly consul: ConsulClient;
  readonly vault: Vault;
  readonly output: () => string;
  readonly close: () => Promise<void>;
};

export async function openNeighbours(): Promise<Neighbours> {
  const folder = await mkdtemp(join(tmpdir(), 'hashinetes-neighbours-'));
  await chmod(folder, 0o755);
  const chance = { clock: Date.now, random: randomBytes };
  const authority = await createAuthority(chance);
  const leaf = await issueLeaf(authority, ['localhost', '127.0.0.1'], chance);
  const files = { ca: authority.certificate, cert: leaf.certificate, key: leaf.key };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const [https, server, lan, vaultPort, cluster] = await Promise.all(
    Array.from({ length: 5 }, () => freePort()),
  );
  if (https === undefined || vaultPort === undefined) throw new Error('There are ports');
  const operator = new Secret('11111111-1111-1111-1111-111111111111');
  const tls = {
    ca_file: join(folder, 'ca'),
    cert_file: join(folder, 'cert'),
    key_file: join(folder, 'key'),
  };
  const tokens = { initial_management: operator.reveal(), agent: operator.reveal() };
  const config = {
    server: true,
    bootstrap_expect: 1,
    bind_addr: '127.0.0.1',
    data_dir: join(folder, 'consul'),
    ports: {
      http: -1,
      https,
      server,
      serf_lan: lan,
      serf_wan: -1,
      dns: -1,
      grpc: -1,
      grpc_tls: -1,
    },
    tls: { https: tls },
    acl: { enabled: true, default_policy: 'deny', tokens },
    connect: { enabled: false },
    performance: { raft_multiplier: 1 },
    disable_update_check: true,
  };
  await writeFile(join(folder, 'consul.json'), JSON.stringify(config));
  const url = `https://localhost:${vaultPort}`;
  await writeFile(
    join(folder, 'vault.hcl'),
    [
      `listener "tcp" {\n  address = "127.0.0.1:${vaultPort}"\n  tls_cert_file = "${tls.cert_file}"\n  tls_key_file = "${tls.key_file}"\n}`,
      `storage "raft" {\n  path = "${folder}"\n  node_id = "theirs"\n  performance_multiplier = 1\n}`,
      `api_addr = "${url}"\ncluster_addr = "https://127.0.0.1:${cluster}"`,
    ].join('\n\n'),
  );
  const programs = [
    start(consulProgram ?? '', ['agent', '-config-file', join(folder, 'consul.json')]),
    start(bao ?? '', ['server', '-config', join(folder, 'vault.hcl')]),
  ];
  const output = (): string => programs.map((one) => one.output()).join('\n');
  const trusting = { tls: { ca: authority.certificate } };
  const [consulOrigin, vaultOrigin] = [
    { url: `https://localhost:${https}`, ...trusting },
    { url, ...trusting },
  ];
  const consul = createConsul({ origin: async () => consulOrigin, token: () => operator });
  const vault: VaultClient = createVault({ origin: async () => vaultOrigin });
  async function close(): Promise<void> {
    await Promise.all([consul.close(), vault.close()]);
    await Promise.all(programs.map((one) => one.stop()));
    await rm(folder, { recursive: true });
  }

  async function open(): Promise<Secret> {
    await eventually(() => consul.acl.whoAmI(), 40_000);
    const { rootToken, keys } = await eventually(() => vault.init(), 40_000);
    for (const key of keys) await vault.unseal(key);
    await eventually(() => vault.as(rootToken).auths(), 40_000);
    return rootToken;
  }
  const root = await open().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    caFile: tls.ca_file,
    consulPort: https,
    vaultPort,
    operator,
    root,
    consul,
    vault: vault.as(root),
    output,
    close,
  };
}
