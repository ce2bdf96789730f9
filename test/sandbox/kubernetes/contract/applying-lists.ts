import { beforeAll, expect, it } from 'vitest';
import { types } from '../door.ts';
import type { Ground } from './ground.ts';

/** Lists with keys: each item, and each field of it, has its own owner. */
export function applyingLists(ground: Ground): void {
  const services = (): string => `/api/v1/namespaces/${ground.namespace}/services/dns`;
  const service = (ports: object[], extra: object = {}) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'dns' },
    spec: { ports, ...extra },
  });
  const apply = (manager: string, body: object) =>
    ground.send('PATCH', `${services()}?fieldManager=${manager}`, { type: types.apply, body });
  const udp = { name: 'dns', port: 53, protocol: 'UDP', targetPort: 8600 };
  const tcp = { name: 'dns-tcp', port: 53, targetPort: 8600 };
  const http = { name: 'http', port: 80, targetPort: 8500 };
  let clusterIp = '';

  beforeAll(async () => {
    const { status, body } = await apply('one', service([udp, tcp], { selector: { app: 'dns' } }));
    expect(status).toBe(201);
    clusterIp = body.spec.clusterIP;
  });

  it('allocates an address and keeps it', async () => {
    expect(clusterIp).toMatch(/^10\.96\./);
    const { body } = await apply('one', service([udp, tcp], { selector: { app: 'dns' } }));
    expect(body.spec.clusterIP).toBe(clusterIp);
  });

  it('keeps items that another manager adds', async () => {
    await apply('two', service([http]));
    const { body } = await apply('one', service([udp, tcp], { selector: { app: 'dns' } }));
    expect(body.spec.ports.map((port) => port.name).toSorted()).toEqual(['dns', 'dns-tcp', 'http']);
    expect(body.metadata.managedFields[0]?.fieldsV1['f:spec']).toEqual({
      'f:ports': {
        'k:{"port":53,"protocol":"TCP"}': {
          '.': {},
          'f:name': {},
          'f:port': {},
          'f:targetPort': {},
        },
        'k:{"port":53,"protocol":"UDP"}': {
          '.': {},
          'f:name': {},
          'f:port': {},
          'f:protocol': {},
          'f:targetPort': {},
        },
      },
      'f:selector': {},
    });
  });

  it('removes an item that its owner leaves out', async () => {
    const { body } = await apply('one', service([tcp], { selector: { app: 'dns' } }));
    expect(body.spec.ports.map((port) => port.name).toSorted()).toEqual(['dns-tcp', 'http']);
  });

  it('does not move an address', async () => {
    const { status, body } = await ground.send('PATCH', services(), {
      type: types.merge,
      body: { spec: { clusterIP: '10.96.200.200' } },
    });
    expect(status).toBe(422);
    expect(body.details.causes[0]?.field).toBe('spec.clusterIPs[0]');
  });

  it('merges a strategic patch by the same keys', async () => {
    const { body } = await ground.send('PATCH', services(), {
      type: types.strategic,
      body: { spec: { ports: [{ port: 80, targetPort: 9000 }] } },
    });
    expect(body.spec.ports.find((port) => port.port === 80)).toEqual({
      name: 'http',
      port: 80,
      protocol: 'TCP',
      targetPort: 9000,
    });
    expect(body.spec.ports).toHaveLength(2);
  });
}
