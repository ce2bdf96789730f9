import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Discovered } from '../../../src/sandbox/consul/discover.ts';
import { type Harness, openLed } from '../../sandbox/consul/harness.ts';
import { hear } from './hear.ts';

const found: Discovered[] = [1, 2].map((at) => ({
  node: { name: `client-${at}`, address: `10.4.0.${at}`, isAlive: true },
  id: `shop-${at}`,
  service: 'shop',
  port: 8080,
  tags: ['http'],
  check: { name: 'shop alive', status: 'passing', output: '200 OK' },
}));
const silent: Discovered = {
  node: { name: 'printer', address: '10.4.0.9', isAlive: true },
  id: 'lpd',
  service: 'lpd',
  port: 515,
};

let harness: Harness;

beforeAll(async () => {
  const discover = { list: () => [...found, silent], onChange: () => () => undefined };
  harness = await openLed({ discover });
});

afterAll(() => harness.close());

function lightTheLamp(): Promise<void> {
  return harness.consul.register({
    Node: 'porch',
    Address: '192.0.2.5',
    Service: { Service: 'lamp' },
  });
}

describe('consul/list-services', () => {
  test('names them, and shows their tags', async () => {
    const { speech, display } = await hear('list-services', harness.consul);
    expect(speech).toBe('Consul knows 3 services: consul, lpd and shop.');
    expect(display?.rows).toContainEqual(['shop', 'http']);
  });
});

describe('consul/list-datacenters', () => {
  test('names datacenters and peers', async () => {
    const { speech, display } = await hear('list-datacenters', harness.consul);
    expect(speech).toBe('Consul spans 2 datacenters: dc1 and dc2. It also has 1 peer: edge.');
    expect(display?.rows).toEqual([
      ['dc1', 'datacenter', ''],
      ['dc2', 'datacenter', ''],
      ['edge', 'peer', 'active'],
    ]);
  });
});

describe('consul/find-service', () => {
  test('says where it is and how it does, and shows the addresses', async () => {
    const { speech, display } = await hear('find-service', harness.consul, { service: 'shop' });
    expect(speech).toBe('Shop is in dc1: 2 instances, all healthy, the nearest on client-1.');
    expect(display).toEqual({
      title: 'shop in dc1',
      columns: ['address', 'node', 'health'],
      rows: [
        ['10.4.0.1:8080', 'client-1', 'passing'],
        ['10.4.0.2:8080', 'client-2', 'passing'],
      ],
    });
  });

  test('finds it in another datacenter, and with a peer, by asking the first', async () => {
    const web = await hear('find-service', harness.consul, { service: 'web' });
    expect(web.speech).toBe('Web is in dc2: 2 instances, all healthy, the nearest on dc2-vm-1.');
    const reports = await hear('find-service', harness.consul, { service: 'reports' });
    expect(reports.speech).toBe(
      'Reports is in edge: 2 instances, all healthy, the nearest on edge-vm-1.',
    );
  });

  test('looks only where it is told to', async () => {
    const slots = { service: 'shop', datacenter: 'dc2' };
    const { speech } = await hear('find-service', harness.consul, slots);
    expect(speech).toBe('There is no service called shop in dc2.');
  });

  test('says plainly that there is none', async () => {
    const { speech } = await hear('find-service', harness.consul, { service: 'nobody' });
    expect(speech).toBe('Consul knows no service called nobody, here or elsewhere.');
  });

  test('does not say that there is none where somebody did not answer', async () => {
    const undo = harness.sandbox.trouble({ path: /dc=dc2/ }, { status: 500, message: 'no' });
    const { speech } = await hear('find-service', harness.consul, { service: 'web' });
    undo();
    expect(speech).toBe('I did not find web, but there was no answer from dc2.');
  });

  test('says where nobody checks', async () => {
    await lightTheLamp();
    const { speech, display } = await hear('find-service', harness.consul, { service: 'lamp' });
    expect(speech).toBe(
      'Lamp is in dc1: 1 instance, the nearest on porch. Nobody checks whether it works.',
    );
    expect(display?.rows).toEqual([['192.0.2.5', 'porch', 'unchecked']]);
  });

  test('tells the usable from the rest', async () => {
    const register = (at: number, Status: 'passing' | 'critical'): Promise<void> =>
      harness.consul.register({
        Node: `half-${at}`,
        Address: `192.0.2.${at}`,
        Service: { Service: 'half', Port: 80 },
        Check: { Name: 'alive', Status, ServiceID: 'half' },
      });
    await register(1, 'critical');
    await register(2, 'passing');
    const { speech } = await hear('find-service', harness.consul, { service: 'half' });
    expect(speech).toBe(
      'Half is in dc1: 1 of 2 instances is fit for use, the nearest of them on half-2.',
    );
    await harness.consul.deregister('half-1');
    await harness.consul.deregister('half-2');
  });

  test('says when none can be used', async () => {
    harness.sandbox.setHealth('billing-api', { status: 'critical', output: 'refused' });
    const { speech } = await hear('find-service', harness.consul, { service: 'billing-api' });
    harness.sandbox.setHealth('billing-api', undefined);
    expect(speech).toBe('Billing-api has 2 instances in dc2, and none of them is healthy.');
  });
});

describe('consul/service-health', () => {
  test('does not call healthy what nobody checks', async () => {
    await lightTheLamp();
    const { speech } = await hear('service-health', harness.consul, { service: 'lamp' });
    expect(speech).toBe('Lamp has 1 instance in dc1: 0 pass checks, and nobody checks the rest.');
  });

  test('is plain about a healthy one', async () => {
    const { speech } = await hear('service-health', harness.consul, { service: 'shop' });
    expect(speech).toBe('Shop is healthy: 2 instances in dc1, and all pass their checks.');
  });

  test('says which check fails, where and why, and shows all of what it said', async () => {
    const output = 'Get "http://10.2.1.1/": dial tcp 10.2.1.1:80: connection refused\n';
    harness.sandbox.setHealth('web', { status: 'critical', output });
    const { speech, display } = await hear('service-health', harness.consul, { service: 'web' });
    harness.sandbox.setHealth('web', undefined);
    expect(speech).toBe(
      'Web is not well: 0 of 2 instances in dc2 pass. On dc2-vm-2, web alive is critical: connection refused.',
    );
    expect(display?.rows).toContainEqual(['dc2-vm-1', 'web alive', 'critical', output.trim()]);
  });

  test('says plainly that there is none', async () => {
    const { speech } = await hear('service-health', harness.consul, { service: 'nobody' });
    expect(speech).toBe('Consul knows no service called nobody, here or elsewhere.');
  });
});
