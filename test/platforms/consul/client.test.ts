import type { RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type ConsulOptions, createConsul } from '../../../src/platforms/consul/client.ts';
import { serviceNames } from '../../../src/platforms/consul/service-names.ts';
import { Secret } from '../../../src/secret.ts';
import { serve } from '../../servers/listen.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function connect(listener: RequestListener, options: Partial<ConsulOptions> = {}) {
  const { url, close } = await serve(listener);
  const origin = { url };
  const consul = createConsul({ origin: async () => origin, ...options });
  closers.push(consul.close, close);
  return consul;
}

test('sends token, datacenter and namespace with every call', async () => {
  const seen: unknown[] = [];
  const consul = await connect(
    (request, response) => {
      seen.push([request.url, request.headers['x-consul-token']]);
      response.end('[]');
    },
    { token: () => new Secret('s3cr3t'), datacenter: 'dc 7', namespace: 'team' },
  );
  await consul.members();
  await consul.instances('web');
  await consul.instances('web', { kind: 'datacenter', name: 'dc2' });
  await consul.instances('web', { kind: 'peer', name: 'edge' });
  expect(seen).toEqual([
    ['/v1/agent/members?dc=dc+7&ns=team', 's3cr3t'],
    ['/v1/health/service/web?dc=dc+7&ns=team&near=_agent&stale=true', 's3cr3t'],
    ['/v1/health/service/web?dc=dc2&ns=team&near=_agent&stale=true', 's3cr3t'],
    ['/v1/health/service/web?dc=dc+7&ns=team&near=_agent&peer=edge&stale=true', 's3cr3t'],
  ]);
});

test('encodes every name, so that it stays in its place', async () => {
  const seen: unknown[] = [];
  const consul = await connect((request, response) => {
    seen.push(request.url);
    response.end('[]');
  });
  await consul.instances('../catalog');
  await consul.instances('a/b?passing=true#x');
  expect(seen).toEqual([
    '/v1/health/service/..%2Fcatalog?near=_agent&stale=true',
    '/v1/health/service/a%2Fb%3Fpassing%3Dtrue%23x?near=_agent&stale=true',
  ]);
});

test('gives up on a server that hangs at the deadline', async () => {
  const consul = await connect(() => undefined, { timeoutMs: 50 });
  await expect(consul.leader()).rejects.toMatchObject({
    kind: 'late',
    facts: { platform: 'consul' },
  });
});

test('says what Consul said, and what it was asked about', async () => {
  const consul = await connect((_request, response) => {
    response.writeHead(500).end('rpc error making call: i/o deadline reached\n');
  });
  await expect(consul.instances('web')).rejects.toMatchObject({
    kind: 'unready',
    facts: { what: 'web', because: 'rpc error making call: i/o deadline reached' },
  });
});

test('takes nothing for an answer that Consul would not give', async () => {
  const consul = await connect((_request, response) => response.end('<html>Welcome</html>'));
  await expect(consul.leader()).rejects.toMatchObject({ kind: 'unready' });
});

test('knows no peers where there is no such thing, and none that are kept from it', async () => {
  const answers = [404, 403];
  const consul = await connect((_request, response) => {
    response.writeHead(answers.shift() ?? 500).end('Permission denied');
  });
  expect(await consul.peerings()).toEqual([]);
  expect(await consul.peerings()).toEqual([]);
});

test('finds a service in spite of a place that hangs, and says which that was', async () => {
  const consul = await connect((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://consul');
    if (pathname === '/v1/catalog/datacenters') return response.end('["dc1","dc2","dc3"]');
    if (pathname === '/v1/peerings') return response.writeHead(404).end();
    if (searchParams.get('dc') === 'dc2') return undefined;
    const Node = { Node: 'n', Address: '192.0.2.1', Datacenter: 'dc3' };
    const Service = { ID: 'web', Address: '', Port: 80, Tags: null };
    const found = searchParams.get('dc') === 'dc3' ? [{ Node, Service, Checks: [] }] : [];
    return response.end(JSON.stringify(found));
  });
  const { place, silent } = await consul.find('web');
  expect({ place: place?.name, silent }).toEqual({ place: 'dc3', silent: ['dc2'] });
});

test('gathers the names of all places for the ear, and forgives those that do not answer', async () => {
  const consul = await connect((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://consul');
    if (pathname === '/v1/catalog/datacenters') return response.end('["dc1","dc2"]');
    if (pathname === '/v1/peerings')
      return response.end(
        '[{"Name":"edge","State":"ACTIVE","StreamStatus":{"ImportedServices":["api","web"]}}]',
      );
    if (searchParams.get('dc') === 'dc2') return response.writeHead(500).end('no');
    return response.end('{"consul":null,"web":["http"]}');
  });
  expect(await serviceNames(consul)).toEqual(['api', 'consul', 'web']);
});
