import { createConsul } from '../../../src/platforms/consul/client.ts';
import type { Consul } from '../../../src/platforms/consul/consul.ts';
import {
  type ConsulSandbox,
  type ConsulSandboxOptions,
  createConsulSandbox,
} from '../../../src/sandbox/consul/consul-sandbox.ts';
import { createPace } from '../../../src/sandbox/pace.ts';
import { serve } from '../../servers/listen.ts';
import { createPods, type Pods } from '../pods.ts';

export type Harness = {
  readonly url: string;
  readonly pods: Pods;
  readonly sandbox: ConsulSandbox;
  readonly consul: Consul;
  readonly close: () => Promise<void>;
};

/** A sandbox of its own, its three pods not ready yet, and our client to it. */
export async function openHarness(options: Partial<ConsulSandboxOptions> = {}): Promise<Harness> {
  const pods = createPods('consul');
  const sandbox = createConsulSandbox({
    pace: createPace(0.001),
    clock: () => new Date(),
    random: Math.random,
    servers: pods,
    ...options,
  });
  const { url, close } = await serve(sandbox.listener);
  const origin = { url };
  const consul = createConsul({ origin: async () => origin });
  return {
    url,
    pods,
    sandbox,
    consul,
    close: async () => {
      sandbox.stop();
      await consul.close();
      await close();
    },
  };
}

/** The same with all pods ready and a leader that has been told who there is. */
export async function openLed(options: Partial<ConsulSandboxOptions> = {}): Promise<Harness> {
  const harness = await openHarness(options);
  harness.pods.setReady('consul-0', 'consul-1', 'consul-2');
  for (;;) {
    const { value } = await harness.consul.instances('consul');
    if (value.length === 3) return harness;
  }
}
