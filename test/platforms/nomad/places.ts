import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNomadSandbox } from '../../../src/sandbox/nomad/nomad-sandbox.ts';
import { createPace } from '../../../src/sandbox/pace.ts';
import { createPods } from '../../sandbox/pods.ts';
import { freePort, serve } from '../../servers/listen.ts';
import { find, start } from '../../servers/program.ts';

/** A Nomad to test against. */
export type Place = { readonly url: string; readonly close: () => Promise<void> };

/** A Nomad of our own, which can be stopped and started again, keeping what it knows. */
export type Agent = Place & {
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
};

export async function openSandbox(): Promise<Place> {
  const pods = createPods('nomad');
  const sandbox = createNomadSandbox({
    pace: createPace(0.02),
    clock: () => new Date(),
    random: Math.random,
    servers: pods,
  });
  const place = await serve(sandbox.listener);
  pods.setReady('nomad-0', 'nomad-1', 'nomad-2');
  const close = async (): Promise<void> => {
    sandbox.stop();
    await place.close();
  };
  return { url: place.url, close };
}

/** The real Nomad of `NOMAD_ADDR`, or of a `nomad` on the path; undefined where there is neither. */
export function findReal(): (() => Promise<Place>) | undefined {
  const given = process.env['NOMAD_ADDR'];
  if (given) return async () => ({ url: given, close: async () => undefined });
  return findAgent(['-dev']);
}

/** One of our own, of a `nomad` on the path. Without `-dev` it knows after a restart what it knew before. */
export function findAgent(flags: readonly string[] = []): (() => Promise<Agent>) | undefined {
  const binary = find('nomad');
  return binary === undefined ? undefined : () => startAgent(binary, flags);
}

async function startAgent(binary: string, flags: readonly string[]): Promise<Agent> {
  const folder = await mkdtemp(join(tmpdir(), 'nomad-'));
  const [http, rpc, serf] = await Promise.all([freePort(), freePort(), freePort()]);
  const lasting = `
data_dir = "${join(folder, 'data')}"
advertise {
  http = "127.0.0.1"
  rpc  = "127.0.0.1"
  serf = "127.0.0.1"
}
server {
  enabled          = true
  bootstrap_expect = 1
}
plugin "raw_exec" {
  config { enabled = true }
}
`;
  const config = `
disable_update_check = true
ports {
  http = ${http}
  rpc  = ${rpc}
  serf = ${serf}
}
client {
  enabled           = true
  network_interface = "lo"
  options = {
    "fingerprint.denylist" = "env_aws,env_gce,env_azure,env_digitalocean,consul,vault,cni"
  }
}
${flags.includes('-dev') ? '' : lasting}`;
  await writeFile(join(folder, 'agent.hcl'), config);
  const run = () => start(binary, ['agent', ...flags, '-bind=127.0.0.1', '-config', folder]);
  let agent = run();
  return {
    url: `http://127.0.0.1:${http}`,
    stop: () => agent.stop(),
    async start() {
      agent = run();
    },
    async close() {
      await empty(`http://127.0.0.1:${http}`, join(folder, 'data', 'alloc'));
      await agent.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What ran there has mounts that only a client takes down, once its servers have forgotten of it. */
async function empty(url: string, allocations: string): Promise<void> {
  const jobs = (await (await fetch(`${url}/v1/jobs`)).json()) as { ID: string }[];
  for (const { ID } of jobs)
    await fetch(`${url}/v1/job/${encodeURIComponent(ID)}?purge=true`, { method: 'DELETE' });
  for (let left = 100; left > 0; left -= 1) {
    await fetch(`${url}/v1/system/gc`, { method: 'PUT' });
    if ((await readdir(allocations).catch(() => [])).length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
