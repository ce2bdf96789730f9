import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNomadSandbox } from '../../../src/sandbox/nomad/nomad-sandbox.ts';
import { createPace } from '../../../src/sandbox/pace.ts';
import { createPods } from '../../sandbox/pods.ts';
import { freePort, serve } from '../../servers/listen.ts';
import { find, start } from '../../servers/program.ts';
import type { Place } from './places.ts';

/** A Nomad with two client machines beside its server, `client-0` and `client-1`. */
export type Fleet = Place & {
  /** The machine stops without a word, and what ran on it with it. */
  readonly lose: (name: string) => Promise<void>;
  /** It is there again. */
  readonly bring: (name: string) => Promise<void>;
};

const names = ['client-0', 'client-1'];

export async function openSandboxFleet(): Promise<Fleet> {
  const pods = createPods('nomad');
  const sandbox = createNomadSandbox({
    pace: createPace(0.02),
    clock: () => new Date(),
    random: Math.random,
    servers: pods,
    machines: names.length,
  });
  const { url, close } = await serve(sandbox.listener);
  pods.setReady('nomad-0', 'nomad-1', 'nomad-2');
  return {
    url,
    lose: async (name) => sandbox.loseMachine(name),
    bring: async () => sandbox.pool.resize(names.length),
    async close() {
      sandbox.stop();
      await close();
    },
  };
}

/** The same of a real Nomad, whose server misses a heartbeat after seconds; undefined where there is no `nomad`. */
export function findFleet(): (() => Promise<Fleet>) | undefined {
  const binary = find('nomad');
  return binary === undefined ? undefined : () => openFleet(binary);
}

async function openFleet(binary: string): Promise<Fleet> {
  const folder = await mkdtemp(join(tmpdir(), 'nomad-fleet-'));
  const [http, rpc, serf] = await Promise.all([freePort(), freePort(), freePort()]);
  const launch = async (name: string, config: string) => {
    const file = join(folder, `${name}.hcl`);
    const common = `disable_update_check = true\nname = "${name}"\ndata_dir = "${join(folder, name)}"`;
    const advertise = ['http', 'rpc', 'serf'].map((port) => `  ${port} = "127.0.0.1"`);
    const at = `advertise {\n${advertise.join('\n')}\n}`;
    await writeFile(file, [common, at, config].join('\n'));
    return start(binary, ['agent', '-bind=127.0.0.1', '-config', file]);
  };
  const server = await launch(
    'server',
    `ports {\n  http = ${http}\n  rpc = ${rpc}\n  serf = ${serf}\n}
server {
  enabled = true
  bootstrap_expect = 1
  heartbeat_grace = "1s"
  min_heartbeat_ttl = "1s"
  failover_heartbeat_ttl = "5s"
}`,
  );
  const boot = async (name: string) => {
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    return launch(
      name,
      `ports {\n  http = ${ports[0]}\n  rpc = ${ports[1]}\n  serf = ${ports[2]}\n}
client {
  enabled = true
  servers = ["127.0.0.1:${rpc}"]
  network_interface = "lo"
  options = {
    "fingerprint.denylist" = "env_aws,env_gce,env_azure,env_digitalocean,consul,vault,cni"
  }
}
plugin "raw_exec" {
  config {
    enabled = true
  }
}`,
    );
  };
  const url = `http://127.0.0.1:${http}`;
  const machines = new Map<string, Awaited<ReturnType<typeof boot>>>();
  for (const name of names) machines.set(name, await boot(name));
  return {
    url,
    async lose(name) {
      machines.get(name)?.process.kill('SIGKILL');
      await machines.get(name)?.stop();
    },
    bring: async (name) => void machines.set(name, await boot(name)),
    async close() {
      const jobs = (await (await fetch(`${url}/v1/jobs`)).json()) as { ID: string }[];
      for (const { ID } of jobs)
        await fetch(`${url}/v1/job/${encodeURIComponent(ID)}?purge=true`, { method: 'DELETE' });
      await new Promise((resolve) => setTimeout(resolve, 2_000)); // clients end what ran
      for (const machine of machines.values()) await machine.stop();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
