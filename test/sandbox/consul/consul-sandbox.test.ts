import { afterEach, describe, expect, test } from 'vitest';
import type { Discover, Discovered } from '../../../src/sandbox/consul/discover.ts';
import { discoverPods } from '../../../src/sandbox/consul/discovered/pods.ts';
import type { ConsulSandboxOptions } from '../../../src/sandbox/consul/consul-sandbox.ts';
import { type Harness, openHarness, openLed } from './harness.ts';
import { createPods } from '../pods.ts';

const open: Harness[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()));
});

async function led(options: Partial<ConsulSandboxOptions> = {}): Promise<Harness> {
  const harness = await openLed(options);
  open.push(harness);
  return harness;
}

describe('the servers', () => {
  test('do not listen before one of their pods is ready', async () => {
    const harness = await openHarness();
    open.push(harness);
    await expect(harness.consul.leader()).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test('elect a leader with a majority, and not before', async () => {
    const harness = await openHarness();
    open.push(harness);
    const { pods, consul } = harness;
    pods.setReady('consul-0');
    expect(await consul.leader()).toBeUndefined();
    await expect(consul.services()).rejects.toMatchObject({
      kind: 'unready',
      facts: { because: 'No cluster leader' },
    });
    pods.setReady('consul-0', 'consul-1');
    await expect.poll(() => consul.leader()).toMatch(/^10\.1\.0\.[12]:8300$/);
  });

  test('lose it with the majority, and refuse what could be old', async () => {
    const { pods, consul, url } = await led();
    pods.setReady('consul-2');
    expect(await consul.leader()).toBeUndefined();
    await expect(consul.instances('consul')).rejects.toMatchObject({
      kind: 'unready',
      facts: { because: 'it has no leader, so what it knows may be old' },
    });
    const stale = await fetch(`${url}/v1/catalog/services?stale`);
    expect(stale.headers.get('x-consul-knownleader')).toBe('false');
    expect(await stale.json()).toEqual({ consul: [] });
  });

  test('keep what they hold while all pods are replaced', async () => {
    const { pods, consul, url } = await led();
    await fetch(`${url}/v1/kv/kept`, { method: 'PUT', body: 'yes' });
    pods.setReady();
    await expect(consul.leader()).rejects.toMatchObject({ kind: 'unreachable' });
    pods.setReady('consul-0', 'consul-1', 'consul-2');
    await expect.poll(() => consul.leader()).toBeDefined();
    expect(await (await fetch(`${url}/v1/kv/kept?raw`)).text()).toBe('yes');
  });

  test('tell which of them is not well, with 429 as the real ones', async () => {
    const { pods, consul, url } = await led();
    pods.setReady('consul-0', 'consul-1');
    await expect.poll(() => consul.leader()).toBeDefined();
    expect((await fetch(`${url}/v1/operator/autopilot/health`)).status).toBe(429);
    const { Healthy, FailureTolerance, Servers } = await consul.health();
    expect({ Healthy, FailureTolerance }).toEqual({ Healthy: false, FailureTolerance: 0 });
    expect(Servers.filter((one) => !one.Healthy).map(({ Name }) => Name)).toEqual(['consul-2']);
    await expect
      .poll(async () => (await consul.instances('consul')).value.map(({ health }) => health))
      .toEqual(['passing', 'passing', 'critical']);
  });
});

describe('discovery', () => {
  const web: Discovered = {
    node: { name: 'client-1', address: '10.4.0.1', isAlive: true },
    id: 'web-1',
    service: 'web',
    port: 8080,
    tags: ['http'],
    check: { name: 'alive', status: 'passing', output: '200 OK' },
  };

  function createSource(): Discover & { readonly set: (...found: Discovered[]) => void } {
    const listeners = new Set<() => void>();
    let found: readonly Discovered[] = [];
    return {
      list: () => found,
      onChange: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      set: (...fresh) => {
        found = fresh;
        for (const listener of listeners) listener();
      },
    };
  }

  test('follows what runs in the sandbox, as it comes, changes and goes', async () => {
    const source = createSource();
    const { consul } = await led({ discover: source });
    const seen = async () =>
      (await consul.instances('web')).value.map(({ node, address, port, health }) => [
        node,
        `${address}:${port}`,
        health,
      ]);
    source.set(web);
    await expect.poll(seen).toEqual([['client-1', '10.4.0.1:8080', 'passing']]);
    source.set({ ...web, node: { ...web.node, isAlive: false } });
    await expect.poll(seen).toEqual([['client-1', '10.4.0.1:8080', 'critical']]);
    source.set();
    await expect.poll(seen).toEqual([]);
  });

  test('announces the pods of a StatefulSet, each port under its tag', async () => {
    const nomad = createPods('nomad');
    const ports = { http: 4646, rpc: 4647, serf: 4648 };
    const discover = discoverPods(nomad, { service: 'nomad', ports, check: 'Nomad HTTP' });
    const { consul } = await led({ discover });
    nomad.setReady('nomad-0', 'nomad-1');
    await expect.poll(async () => (await consul.instances('nomad')).value).toHaveLength(6);
    nomad.setReady('nomad-0');
    await expect
      .poll(async () => (await consul.find('nomad')).instances.map(({ health }) => health))
      .toEqual([...Array(3).fill('passing'), ...Array(3).fill('critical')]);
  });

  test('finds elsewhere what is not here: in the second datacenter, and with the peer', async () => {
    const { consul } = await led();
    expect((await consul.places()).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'datacenter dc1',
      'datacenter dc2',
      'peer edge',
    ]);
    expect(await consul.find('web')).toMatchObject({
      place: { kind: 'datacenter', name: 'dc2' },
      instances: [{ datacenter: 'dc2', health: 'passing' }, {}],
    });
    expect(await consul.find('reports')).toMatchObject({ place: { kind: 'peer', name: 'edge' } });
    expect((await consul.find('api', 'edge')).instances).toHaveLength(1);
    expect((await consul.find('reports', 'dc2')).place).toBeUndefined();
    expect(await consul.peerings()).toEqual([
      { name: 'edge', state: 'ACTIVE', services: ['api', 'reports'] },
    ]);
  });

  test('looks elsewhere when nothing here is fit for use', async () => {
    const source = createSource();
    const { consul } = await led({ discover: source });
    source.set({ ...web, check: { name: 'alive', status: 'critical', output: 'gone' } });
    await expect.poll(async () => (await consul.instances('web')).value).toHaveLength(1);
    expect((await consul.find('web')).place).toEqual({ kind: 'datacenter', name: 'dc2' });
  });

  test('takes an ailment on, and is well again', async () => {
    const { consul, sandbox } = await led();
    sandbox.setHealth('web', { status: 'critical', output: 'dial tcp: connection refused' });
    const { instances } = await consul.find('web');
    expect(instances.map(({ health }) => health)).toEqual(['critical', 'critical']);
    sandbox.setHealth('web', undefined);
    expect((await consul.find('web')).instances[0]?.health).toBe('passing');
  });
});

describe('trouble', () => {
  test('in one place leaves it silent and hides nothing of the others', async () => {
    const { consul, sandbox } = await led();
    sandbox.trouble({ path: /dc=dc2/ }, { status: 500, message: 'rpc error: i/o timeout' });
    const { place, silent } = await consul.find('reports');
    expect({ place: place?.name, silent }).toEqual({ place: 'edge', silent: ['dc2'] });
  });

  test('ends when it is undone', async () => {
    const { consul, sandbox } = await led();
    const undo = sandbox.trouble({ path: /catalog/ }, { status: 500, message: 'disk full' });
    await expect(consul.services()).rejects.toMatchObject({ facts: { because: 'disk full' } });
    undo();
    expect((await consul.services()).value).not.toEqual([]);
  });
});

describe('access control', () => {
  test('is off until the servers are configured for it', async () => {
    const { consul } = await led();
    const policy = { Name: 'x', Rules: '' };
    await expect(consul.acl.putPolicy(policy)).rejects.toMatchObject({
      facts: { because: 'ACL support disabled' },
    });
  });

  test('can be bootstrapped once, with the secret that was chosen', async () => {
    const { url } = await led({ acl: () => ({ defaultPolicy: 'allow' }) });
    const BootstrapSecret = '22222222-2222-2222-2222-222222222222';
    const init = { method: 'PUT', body: JSON.stringify({ BootstrapSecret }) };
    const made = await fetch(`${url}/v1/acl/bootstrap`, init);
    expect(await made.json()).toMatchObject({ SecretID: BootstrapSecret });
    expect((await fetch(`${url}/v1/acl/bootstrap`, init)).status).toBe(403);
    const headers = { 'x-consul-token': BootstrapSecret };
    const self = await fetch(`${url}/v1/acl/token/self`, { headers });
    expect(await self.json()).toMatchObject({ Policies: [{ Name: 'global-management' }] });
  });
});
