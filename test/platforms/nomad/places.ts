import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createNomadSandbox } from '../../../src/sandbox/nomad/nomad-sandbox.ts';
import { createPace } from '../../../src/sandbox/pace.ts';
import { createPods } from '../../sandbox/pods.ts';

/** A Nomad to test against. */
export type Place = { readonly url: string; readonly close: () => Promise<void> };

export async function listen(listener: RequestListener): Promise<Place> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

export async function openSandbox(): Promise<Place> {
  const pods = createPods('nomad');
  const sandbox = createNomadSandbox({
    pace: createPace(0.02),
    clock: () => new Date(),
    random: Math.random,
    servers: pods,
  });
  const place = await listen(sandbox.listener);
  pods.setReady('nomad-0', 'nomad-1', 'nomad-2');
  const close = async (): Promise<void> => {
    sandbox.stop();
    await place.close();
  };
  return { url: place.url, close };
}

/** The real Nomad of `NOMAD_ADDR`, or of a `nomad` on the path; undefined where there is neither. */
export async function findReal(): Promise<(() => Promise<Place>) | undefined> {
  const given = process.env['NOMAD_ADDR'];
  if (given) return async () => ({ url: given, close: async () => undefined });
  const binary = await findOnPath('nomad');
  return binary === undefined ? undefined : () => startAgent(binary);
}

async function findOnPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, name);
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return undefined;
}

async function startAgent(binary: string): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'nomad-'));
  const [http, rpc, serf] = await Promise.all([freePort(), freePort(), freePort()]);
  const config = `
disable_update_check = true
ports {
  http = ${http}
  rpc  = ${rpc}
  serf = ${serf}
}
client {
  network_interface = "lo"
  options = {
    "fingerprint.denylist" = "env_aws,env_gce,env_azure,env_digitalocean,consul,vault,cni"
  }
}
`;
  await writeFile(join(folder, 'agent.hcl'), config);
  const agent = spawn(binary, ['agent', '-dev', '-bind=127.0.0.1', '-config', folder], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => agent.once('exit', () => resolve()));
  const close = async (): Promise<void> => {
    agent.kill('SIGINT');
    const timer = setTimeout(() => agent.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
    await rm(folder, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${http}`, close };
}

async function freePort(): Promise<number> {
  const { url, close } = await listen(() => undefined);
  await close();
  return Number(new URL(url).port);
}
