import { beforeAll, describe, expect, test } from 'vitest';
import type { Health } from '../../../../src/platforms/consul/consul.ts';
import type { Subject } from '../subject.ts';

export function describeCatalog({ consul, id, raw }: Subject): void {
  const put = (at: number, Status?: Health): Promise<void> =>
    consul.register({
      Node: id('node'),
      Address: '192.0.2.7',
      NodeMeta: { 'external-node': 'true' },
      Service: {
        ID: id(`web-${at}`),
        Service: id('web'),
        Port: 8000 + at,
        Tags: ['http', `v${at}`],
        ...(at === 1 && { Address: '198.51.100.1' }),
      },
      ...(Status && {
        Check: {
          CheckID: id(`web-${at}-alive`),
          Name: 'alive',
          Status,
          ServiceID: id(`web-${at}`),
          Output: `it is ${Status}`,
        },
      }),
    });

  describe('the catalog', () => {
    beforeAll(async () => {
      await put(1, 'critical');
      await put(2, 'warning');
      await put(3, 'passing');
      await put(4);
    });

    test('lists a service with the tags of all its instances', async () => {
      const { value } = await consul.services();
      const found = value.find(({ name }) => name === id('web'));
      expect(found?.tags.toSorted()).toEqual(['http', 'v1', 'v2', 'v3', 'v4']);
    });

    test('tells the fit before the unfit, each with the worst of its checks', async () => {
      const { value } = await consul.instances(id('web'));
      expect(value.map(({ health }) => health)).toEqual([
        'passing',
        undefined,
        'warning',
        'critical',
      ]);
    });

    test("tells an instance's own address, else its node's", async () => {
      const { value } = await consul.instances(id('web'));
      const sockets = value.map(({ id: one, address, port }) => [one, `${address}:${port}`]);
      expect(Object.fromEntries(sockets)).toEqual({
        [id('web-1')]: '198.51.100.1:8001',
        [id('web-2')]: '192.0.2.7:8002',
        [id('web-3')]: '192.0.2.7:8003',
        [id('web-4')]: '192.0.2.7:8004',
      });
    });

    test('tells what a check said', async () => {
      const { value } = await consul.instances(id('web'));
      expect(value.at(-1)?.checks).toEqual([
        expect.objectContaining({ Name: 'alive', Status: 'critical', Output: 'it is critical' }),
      ]);
    });

    test('has no instances of what is not there', async () => {
      expect((await consul.instances(id('nobody'))).value).toEqual([]);
      const { place, instances } = await consul.find(id('nobody'));
      expect({ place, instances }).toEqual({ place: undefined, instances: [] });
    });

    test('finds a service in the datacenter that is named', async () => {
      const { place, instances } = await consul.find(id('web'), 'dc1');
      expect(place).toEqual({ kind: 'datacenter', name: 'dc1' });
      expect(instances).toHaveLength(4);
    });

    test('takes a name with slashes as one name', async () => {
      expect((await consul.instances(`${id('web')}/consul`)).value).toEqual([]);
    });

    test('takes the same registration again without an effect', async () => {
      const { index } = await consul.instances(id('web'));
      await put(3, 'passing');
      expect((await consul.instances(id('web'))).index).toBe(index);
    });

    test.each([
      ['passing', 2],
      [`filter=${encodeURIComponent('Checks.Status == "warning"')}`, 1],
      ['tag=v1', 1],
      ['tag=v1&tag=v2', 0],
      [`filter=${encodeURIComponent('Service.Port == 8002 and "http" in Service.Tags')}`, 1],
      [`filter=${encodeURIComponent('Service.Tags contains "v3"')}`, 1],
      [`filter=${encodeURIComponent('not Service.Port == 8002')}`, 3],
    ])('narrows instances down by %s', async (query, count) => {
      const { text } = await raw('GET', `/v1/health/service/${id('web')}?${query}`);
      expect(JSON.parse(text)).toHaveLength(count);
    });

    test('shows the same in its flat form, by node and by state', async () => {
      const flat = await raw('GET', `/v1/catalog/service/${id('web')}?tag=v2`);
      expect(JSON.parse(flat.text)).toEqual([
        expect.objectContaining({
          Node: id('node'),
          Address: '192.0.2.7',
          ServiceID: id('web-2'),
          ServicePort: 8002,
          NodeMeta: { 'external-node': 'true' },
        }),
      ]);
      const node = JSON.parse((await raw('GET', `/v1/catalog/node/${id('node')}`)).text);
      expect(Object.keys(node.Services)).toHaveLength(4);
      const bad = JSON.parse((await raw('GET', '/v1/health/state/critical')).text);
      expect(bad).toContainEqual(expect.objectContaining({ CheckID: id('web-1-alive') }));
      const checks = JSON.parse((await raw('GET', `/v1/health/checks/${id('web')}`)).text);
      expect(checks).toHaveLength(3);
    });

    test('forgets a service, and a node with all that is on it', async () => {
      await consul.deregister(id('node'), id('web-1'));
      expect((await consul.instances(id('web'))).value).toHaveLength(3);
      await consul.deregister(id('node'));
      expect((await consul.instances(id('web'))).value).toEqual([]);
      await consul.deregister(id('node')); // and once more: that is no failure
    });

    test('keeps what an agent announces, and its verdicts', async () => {
      const Name = id('beat');
      const body = JSON.stringify({ Name, Port: 81, Check: { TTL: '60s' } });
      await raw('PUT', '/v1/agent/service/register', body);
      await expect
        .poll(async () => (await consul.instances(Name)).value.map(({ health }) => health))
        .toEqual(['critical']);
      await raw('PUT', `/v1/agent/check/pass/service:${Name}?note=ok`);
      await expect
        .poll(async () => (await consul.instances(Name)).value.map(({ health }) => health))
        .toEqual(['passing']);
      await raw('PUT', `/v1/agent/service/deregister/${Name}`);
      await expect.poll(async () => (await consul.instances(Name)).value).toEqual([]);
    });
  });
}
