import { createConsulSandbox } from '../../../src/sandbox/consul/consul-sandbox.ts';
import { createPace } from '../../../src/sandbox/pace.ts';
import { createPods } from '../../sandbox/pods.ts';
import { freePort, serve } from '../../servers/listen.ts';
import { find, start } from '../../servers/program.ts';

/** A Consul to test against, its default policy deny, and a token that may do everything. */
export type Place = {
  readonly url: string;
  readonly token: string;
  readonly close: () => Promise<void>;
};

export async function openSandbox(): Promise<Place> {
  const pods = createPods('consul');
  const token = '11111111-1111-1111-1111-111111111111';
  const sandbox = createConsulSandbox({
    pace: createPace(0.02),
    clock: () => new Date(),
    random: Math.random,
    servers: pods,
    acl: () => ({ defaultPolicy: 'deny', initialManagement: token }),
  });
  const place = await serve(sandbox.listener);
  pods.setReady('consul-0', 'consul-1', 'consul-2');
  const close = async (): Promise<void> => {
    sandbox.stop();
    await place.close();
  };
  return { url: place.url, token, close };
}

/** The real Consul of `CONSUL_HTTP_ADDR`, or of a `consul` on the path; undefined where there is neither. */
export function findReal(): (() => Promise<Place>) | undefined {
  const given = process.env['CONSUL_HTTP_ADDR'];
  const token = process.env['CONSUL_HTTP_TOKEN'] ?? '';
  if (given) {
    const url = given.includes('://') ? given : `http://${given}`; // Consul's own form has no scheme
    return async () => ({ url, token, close: async () => undefined });
  }
  const binary = find('consul');
  return binary === undefined ? undefined : () => startAgent(binary);
}

async function startAgent(binary: string): Promise<Place> {
  const [http, server, lan, wan] = await Promise.all([1, 2, 3, 4].map(freePort));
  const ports = { http, server, 'serf-lan': lan, 'serf-wan': wan, dns: -1, grpc: -1 };
  const flags = Object.entries(ports).map(([name, port]) => `-${name}-port=${port}`);
  const acl = 'acl { enabled = true default_policy = "deny" }';
  const agent = start(binary, [
    'agent',
    '-dev',
    '-bind=127.0.0.1',
    '-client=127.0.0.1',
    '-hcl',
    acl,
    ...flags,
  ]);
  const url = `http://127.0.0.1:${http}`;
  const token = await bootstrap(url);
  const headers = { 'x-consul-token': token };
  const body = JSON.stringify({ Token: token });
  await fetch(`${url}/v1/agent/token/agent`, { method: 'PUT', headers, body });
  return { url, token, close: agent.stop };
}

/** Until somebody leads, and has taken up the ACLs, there is nothing to bootstrap. */
async function bootstrap(url: string): Promise<string> {
  for (let left = 100; left > 0; left -= 1) {
    const answer = await fetch(`${url}/v1/acl/bootstrap`, { method: 'PUT' }).catch(() => undefined);
    if (answer?.ok) return JSON.parse(await answer.text()).SecretID;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The agent was not ready to be bootstrapped within ten seconds.');
}
