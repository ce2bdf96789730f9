import { createServer } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createNomadSandbox } from '../src/sandbox/nomad/nomad-sandbox.ts';
import { createPace } from '../src/sandbox/pace.ts';
import { openHouse, type TestHouse } from './house.ts';
import { createPods } from './sandbox/pods.ts';
import { serve } from './servers/listen.ts';

let house: TestHouse | undefined;
afterEach(() => house?.close());

/** A backend that takes connections and never answers. */
async function hang(): Promise<{ url: string; stop: () => void }> {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

describe('a backend that hangs', () => {
  it('does not hang the voice: a read says that it does not know', async () => {
    const backend = await hang();
    house = await openHouse({ NOMAD_ADDR: backend.url });
    const begun = Date.now();
    const { speech } = await house.turn({ intent: 'nomad/list-jobs', slots: {} });
    expect(speech).toMatch(/did not answer in time|took too long/);
    expect(Date.now() - begun).toBeLessThan(4_000);
    backend.stop();
  });

  it('does not hang the voice: a change that was never sent is told as that', async () => {
    const backend = await hang();
    house = await openHouse({ NOMAD_ADDR: backend.url, HASHINETES_WRITES: '1' });
    const { speech } = await house.turn({
      intent: 'nomad/run-job',
      slots: { job: 'ping', count: 1 },
    });
    expect(speech).toBe(
      'That took too long, so I stopped before the order was sent. Nothing was changed.',
    );
    backend.stop();
  });

  it('is not sent an order where it lets nobody in, however long one waits', async () => {
    const listener = createNetServer(); // accepts, and never says a word of TLS
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;
    house = await openHouse({
      NOMAD_ADDR: `https://127.0.0.1:${port}`,
      HASHINETES_WRITES: '1',
    });
    const order = { intent: 'nomad/run-job', slots: { job: 'ping', count: 1 } };
    expect((await house.turn(order)).speech).toMatch(/Nothing was changed\.$/);
    listener.close();
  });

  it('does not hang the voice: a change that was sent says that it may have happened', async () => {
    const pods = createPods('nomad');
    const nomad = createNomadSandbox({
      pace: createPace(0),
      clock: () => new Date(),
      random: Math.random,
      servers: pods,
    });
    pods.setReady('nomad-0', 'nomad-1', 'nomad-2');
    const backend = await serve((request, response) => {
      const isOrder = request.method === 'POST' && request.url?.split('?')[0] === '/v1/jobs';
      if (!isOrder) nomad.listener(request, response);
    });
    house = await openHouse({ NOMAD_ADDR: backend.url, HASHINETES_WRITES: '1' });
    const { speech } = await house.turn({
      intent: 'nomad/run-job',
      slots: { job: 'ping', count: 1 },
    });
    expect(speech).toMatch(/^I gave the order, but saw no answer in time\. It may have happened/);
    nomad.stop();
    await backend.close();
  });
});

describe('real platforms', () => {
  it('are only looked at until changes are allowed', async () => {
    house = await openHouse({ NOMAD_ADDR: 'http://127.0.0.1:9' });
    const { speech } = await house.turn({
      intent: 'nomad/run-job',
      slots: { job: 'ping', count: 1 },
    });
    expect(speech).toBe(
      'I may only look, not touch: changes are switched off here. Nothing was done.',
    );
  });

  it('are named when they can not be reached, with what to set when they are not configured', async () => {
    house = await openHouse({ NOMAD_ADDR: 'http://127.0.0.1:9' });
    expect((await house.turn({ intent: 'nomad/list-jobs' })).speech).toBe(
      'I can not reach Nomad: nothing listens there.',
    );
    expect((await house.turn({ intent: 'kubernetes/list-nodes' })).speech).toBe(
      'I can not reach Kubernetes: it is not configured here; set KUBECONFIG.',
    );
  });
});
